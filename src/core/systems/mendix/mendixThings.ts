import { phrase } from '../../compliance/phrase';
import type { ThingWords } from '../../server/thingWords';

/** What the journal calls what this system changes. */
export const MENDIX_THINGS: ThingWords = {
  mendixSession: phrase('Mendix session'),
  mendixToken: phrase('Authentication token'),
  mendixUser: phrase('Mendix user'),
};
