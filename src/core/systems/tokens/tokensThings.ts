import { phrase } from '../../compliance/phrase';
import type { ThingWords } from '../../server/thingWords';

/** What the journal calls what this system changes. */
export const TOKENS_THINGS: ThingWords = {
  authorizationCode: phrase('Authorization code'),
  token: phrase('Token'),
  tokenSession: phrase('Token session'),
  tokensUser: phrase('User'),
};
