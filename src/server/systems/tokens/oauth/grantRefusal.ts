import { TokensRefusal } from '../tokensRefusal';

/** What a sign-in refuses, of which RFC 6749, 5.2 has only the name `invalid_grant`. */
const OF_SIGN_IN = ['credentials', 'disabled', 'session-limit', 'password-stale', 'sign-in-ended', 'bad-request'];

/**
 * The refusal of a sign-in as the token route tells it.
 * @param status that of `invalid_grant`
 * @returns the error itself if it is another one
 */
export function asGrantRefusal(error: unknown, status: number): unknown {
  if (!(error instanceof TokensRefusal) || !OF_SIGN_IN.includes(error.refusalName)) return error;
  return new TokensRefusal(status, 'grant-refused', error.message, { reason: error.reason, remedy: error.remedy });
}
