import type { FaceRequest } from '../../../kernel/answer/face';
import { TokensRefusal } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import type { ClientAuthentication } from './clientAuthentication';
import type { FormParameters } from './formParameters';
import type { OauthClients } from './oauthClients';

/** The revocation endpoint (RFC 7009, 2). */
export class RevokeRoute {
  constructor(
    private readonly runtime: TokensRuntime,
    private readonly clients: OauthClients,
    private readonly authentication: ClientAuthentication,
  ) {}

  /** A hint may be wrong or unknown: the token itself says what it is (RFC 7009, 2.1). Both kinds can be revoked. */
  async answer(request: FaceRequest, form: FormParameters): Promise<void> {
    const { sessions } = this.runtime;
    const named = this.authentication.identify(request, form);
    const token = form.required('token');
    const owner = (await sessions.findToken(token))?.session.client;
    // A public client cannot prove who it is; whoever has its token can end it.
    const isPublic = owner !== undefined && this.clients.get(owner)?.secret === undefined;
    const client = named?.id ?? (isPublic ? owner : undefined);
    if (owner !== undefined && owner !== client) {
      throw new TokensRefusal(400, 'token-other-client', 'The token was issued to another client; it stays as it is.');
    }
    await sessions.revokeToken(token, form.get('token_type_hint'), client, request.trace);
  }
}
