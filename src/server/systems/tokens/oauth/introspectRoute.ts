import type { FaceRequest } from '../../../kernel/answer/face';
import { bearerToken } from '../../../kernel/guard/bearer';
import { challenge } from '../challenge';
import { issuerOf } from '../issuerOf';
import type { KnownToken } from '../keptSessions';
import { note } from '../note';
import { TokensRefusal } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import type { ClientAuthentication } from './clientAuthentication';
import type { FormParameters } from './formParameters';
import type { OauthClient } from './oauthClients';

/** Tells of which tokens somebody may learn something. */
type Sight = (found: KnownToken) => boolean;

/** The introspection endpoint (RFC 7662, 2). Who may ask is told in docs/tokens.md#introspection. */
export class IntrospectRoute {
  constructor(
    private readonly runtime: TokensRuntime,
    private readonly authentication: ClientAuthentication,
  ) {}

  async answer(request: FaceRequest, form: FormParameters): Promise<object> {
    const maySee = await this.sight(request, form);
    const { sessions, settings } = this.runtime;
    const { trace } = request;
    const found = await sessions.findToken(form.required('token'));
    if (!found || !sessions.isGood(found) || !maySee(found)) {
      // RFC 7662, 2.2: nothing else, not even why.
      note(trace, 'tokens.introspected.inactive');
      return { active: false };
    }
    note(trace, 'tokens.introspected');
    const { session, token } = found;
    const scope = token.scope ?? session.scope;
    return {
      active: true,
      ...(scope !== undefined && { scope }),
      ...(session.client !== undefined && { client_id: session.client }),
      username: session.user,
      // RFC 6749, 5.1 has a type for access tokens alone.
      ...(token.kind === 'access' && { token_type: 'Bearer' }),
      exp: Math.floor(token.expiresAt / 1000),
      iat: Math.floor(token.issuedAt / 1000),
      sub: session.user,
      iss: issuerOf(settings, request),
      jti: token.id,
      sid: session.id,
    };
  }

  private async sight(request: FaceRequest, form: FormParameters): Promise<Sight> {
    const { authorization } = request.headers;
    if (authorization !== undefined && /^Bearer(?: |$)/i.test(authorization)) return this.sightOfToken(authorization);
    return sightOfClient(this.authentication.required(request, form));
  }

  /** RFC 7662, 2.1: an access token, too, shows who asks. Asking is no activity of the user. */
  private async sightOfToken(authorization: string): Promise<Sight> {
    const { sessions } = this.runtime;
    const found = await sessions.findToken(bearerToken(authorization) ?? '');
    if (found?.token.kind !== 'access' || !sessions.isGood(found)) {
      const description =
        'The access token of the request is not good; send another one, or the credentials of a client.';
      throw new TokensRefusal(401, 'access-unknown', description, {
        headers: {
          'www-authenticate': challenge({ error: 'invalid_token', description }),
        },
      });
    }
    return ({ session }) => session.user === found.session.user;
  }
}

function sightOfClient({ id, secret }: OauthClient): Sight {
  if (secret !== undefined) return () => true;
  // Tokens of the app's own form belong to no client.
  return ({ session }) => session.client === undefined || session.client === id;
}
