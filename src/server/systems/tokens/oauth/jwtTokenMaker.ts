import { SignJWT } from 'jose';
import type { AccessClaims, AccessTokenMaker } from '../accessTokenMaker';
import { SIGNING_ALGORITHM, type SigningKeys } from './signingKeys';

/** The `client_id` of a sign-in by the app's own form, which has none. A token must have one (RFC 9068, 2.2). */
export const OWN_FORM_CLIENT = 'own-form';

/** Makes access tokens that are JWT (RFC 9068). */
export class JwtTokenMaker implements AccessTokenMaker {
  constructor(private readonly keys: SigningKeys) {}

  async make(claims: AccessClaims): Promise<string> {
    const { kid, key } = await this.keys.signing();
    // RFC 9068, 3: without a `resource` in the request, the audience is the default one. Here that is this server's API.
    return new SignJWT({ client_id: OWN_FORM_CLIENT, ...claims, aud: claims.iss })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'at+jwt', kid })
      .sign(key);
  }
}
