import type { AnyExpectation } from './scenario/systemExpectation';
import type { AnySlice } from './server/systemSlice';
// These imports extend the types of the state and of the scenario language, wherever this list is used.
import './systems/mobile/mobileEvents';
import './systems/mobile/mobileExpectation';
import './systems/mobile/mobileSlice';
import './systems/web/webEvents';
import './systems/web/webExpectation';
import './systems/web/webSlice';
import { MOBILE_EXPECTATION } from './systems/mobile/mobileExpectation';
import { MOBILE_SLICE } from './systems/mobile/mobileSlice';
import { WEB_EXPECTATION } from './systems/web/webExpectation';
import { WEB_SLICE } from './systems/web/webSlice';

/** The parts of the server's state, one for each system. The flow page reads the times of its countdowns from them. */
export const SLICES: readonly AnySlice[] = [MOBILE_SLICE, WEB_SLICE];

/** The expectations that systems add to the scenario language. For each property see schemas/scenario.schema.json. */
export const EXPECTATIONS: readonly AnyExpectation[] = [MOBILE_EXPECTATION, WEB_EXPECTATION];
