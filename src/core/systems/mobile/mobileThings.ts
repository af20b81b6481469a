import { phrase } from '../../compliance/phrase';
import type { ThingWords } from '../../server/thingWords';

/** What the journal calls what this system changes. */
export const MOBILE_THINGS: ThingWords = {
  mobileAction: phrase('App action'),
  mobileSession: phrase('Mobile session'),
  sessionFile: phrase('Session file'),
  verification: phrase('Verification'),
};
