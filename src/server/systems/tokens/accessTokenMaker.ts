import type { Random } from '../../kernel/random/random';
import { newRawToken } from './tokensSecrets';

/** What an access token says. Times are seconds since 1970, as in a JWT (RFC 9068, 2.2). */
export interface AccessClaims {
  readonly iss: string;
  /** Name of the user. */
  readonly sub: string;
  /** Id of the session. A token must have it where `sessionNamedBy` finds it. */
  readonly sid: string;
  /** Id of the token. */
  readonly jti: string;
  readonly client_id?: string;
  readonly scope?: string;
  readonly iat: number;
  readonly exp: number;
}

/** Makes the text of an access token. */
export interface AccessTokenMaker {
  make(claims: AccessClaims): string | Promise<string>;
}

/** Makes access tokens that say nothing to anybody but this server. */
export class OpaqueTokenMaker implements AccessTokenMaker {
  constructor(private readonly random: Random) {}

  make({ sid }: AccessClaims): string {
    return newRawToken('access', sid, this.random);
  }
}
