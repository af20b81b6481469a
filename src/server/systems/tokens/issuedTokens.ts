import type { KeptSession } from './tokensSpaces';

/** What a client gets at a sign-in or a refresh. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Absent if the client keeps the one that it has. */
  readonly refreshToken?: string;
  /** Seconds that the access token is good. */
  readonly expiresIn: number;
  readonly scope?: string;
  readonly session: KeptSession;
}
