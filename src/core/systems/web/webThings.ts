import { phrase } from '../../compliance/phrase';
import type { ThingWords } from '../../server/thingWords';

/** What the journal calls what this system changes. */
export const WEB_THINGS: ThingWords = {
  otp: phrase('One-time passcode'),
  storage: phrase('Storage'),
};
