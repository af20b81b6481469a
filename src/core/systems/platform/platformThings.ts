import { phrase } from '../../compliance/phrase';
import type { ThingWords } from '../../server/thingWords';

/** What the journal calls what this system changes. */
export const PLATFORM_THINGS: ThingWords = {
  validation: phrase('Validation asked for'),
};
