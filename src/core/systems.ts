import type { SystemEvents } from './scenario/systemEvent';
import type { SystemExpectations } from './scenario/systemExpectation';
import type { AnySlice } from './server/systemSlice';
import { MENDIX_EVENTS } from './systems/mendix/mendixEvents';
import { MENDIX_EXPECTATIONS } from './systems/mendix/mendixExpectation';
import { MENDIX_SLICE } from './systems/mendix/mendixSlice';
import { MOBILE_EVENTS } from './systems/mobile/mobileEvents';
import { MOBILE_EXPECTATIONS } from './systems/mobile/mobileExpectation';
import { MOBILE_SLICE } from './systems/mobile/mobileSlice';
import { WEB_EVENTS } from './systems/web/webEvents';
import { WEB_EXPECTATIONS } from './systems/web/webExpectation';
import { WEB_SLICE } from './systems/web/webSlice';

// These imports extend the types of the state and of the scenario language, wherever these lists are used.
import './systems/mendix/mendixEvents';
import './systems/mendix/mendixExpectation';
import './systems/mendix/mendixSlice';
import './systems/mobile/mobileEvents';
import './systems/mobile/mobileExpectation';
import './systems/mobile/mobileSlice';
import './systems/web/webEvents';
import './systems/web/webExpectation';
import './systems/web/webSlice';

// What a scenario file may say of an event or an expectation is in `scenario.schema.json` beside each system. The
// compiler refuses these lists when an event or an expectation that a system declares is not in them.

/** The parts of the server's state, one for each system. The flow page reads the times of its countdowns from them. */
export const SLICES: readonly AnySlice[] = [MOBILE_SLICE, WEB_SLICE, MENDIX_SLICE];

/** The expectations that systems add to the scenario language. */
export const EXPECTATIONS: SystemExpectations = {
  ...MOBILE_EXPECTATIONS,
  ...WEB_EXPECTATIONS,
  ...MENDIX_EXPECTATIONS,
};

/** The events that systems add to the scenario language. */
export const EVENTS: SystemEvents = { ...MOBILE_EVENTS, ...WEB_EVENTS, ...MENDIX_EVENTS };
