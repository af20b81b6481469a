import type { AnyExpectation } from './scenario/systemExpectation';
import type { AnySlice } from './server/systemSlice';
// Their types add to those of the state and of the language, wherever this list is used.
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

/** Systems whose state has moments at which something ends by itself, for the countdowns of the flow's page. */
export const SLICES: readonly AnySlice[] = [MOBILE_SLICE, WEB_SLICE];

/** What systems add to the language of scenarios; schemas/scenario.schema.json describes each member. */
export const EXPECTATIONS: readonly AnyExpectation[] = [MOBILE_EXPECTATION, WEB_EXPECTATION];
