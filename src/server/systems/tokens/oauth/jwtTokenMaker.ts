import { SignJWT } from 'jose';
import type { AccessClaims, AccessTokenMaker } from '../accessTokenMaker';
import { OWN_FORM_CLIENT } from './oauthClients';
import { SIGNING_ALGORITHM, type SigningKeys } from './signingKeys';

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
