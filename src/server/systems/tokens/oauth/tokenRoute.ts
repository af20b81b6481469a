import { optionWords } from '../../../../core/server/optionWords';
import type { FaceRequest } from '../../../kernel/answer/face';
import { noteAsked } from '../../../kernel/journal/noteAsked';
import type { IssuedTokens } from '../issuedTokens';
import { issuerOf } from '../issuerOf';
import { TokensRefusal } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import { askedDevice } from './askedDevice';
import type { ClientAuthentication } from './clientAuthentication';
import type { CodeGrant } from './codeGrant';
import type { FormParameters } from './formParameters';
import { asGrantRefusal } from './grantRefusal';
import type { OauthClients } from './oauthClients';
import { askedScope, grantedScope } from './scopeOf';
import { tokenAnswer } from './tokenAnswer';

/** The token endpoint (RFC 6749, 3.2). */
export class TokenRoute {
  constructor(
    private readonly runtime: TokensRuntime,
    private readonly clients: OauthClients,
    private readonly authentication: ClientAuthentication,
    private readonly codes: CodeGrant,
  ) {}

  async answer(request: FaceRequest, form: FormParameters): Promise<object> {
    try {
      return tokenAnswer(await this.grant(request, form));
    } catch (error) {
      throw asGrantRefusal(error, this.runtime.settings.invalidGrantStatus);
    }
  }

  private grant(request: FaceRequest, form: FormParameters): Promise<IssuedTokens> {
    const type = form.required('grant_type');
    switch (type) {
      case 'authorization_code':
        return this.codes.redeem(request, form, this.authentication.required(request, form));
      case 'refresh_token':
        return this.refresh(request, form);
      case 'password':
        if (this.runtime.settings.passwordGrant) return this.byPassword(request, form);
    }
    const remedy = type === 'password' ? { option: 'tokens.passwordGrant', value: true } : undefined;
    throw new TokensRefusal(400, 'grant-type', this.unsupported(type), { remedy });
  }

  /** RFC 6749, 6. */
  private async refresh(request: FaceRequest, form: FormParameters): Promise<IssuedTokens> {
    const { sessions, settings } = this.runtime;
    const named = this.authentication.identify(request, form);
    const refreshToken = form.required('refresh_token');
    const scope = askedScope(form);
    const client = named?.id ?? (await this.publicOwner(refreshToken));
    return sessions.refresh({ refreshToken, client, scope, issuer: issuerOf(settings, request) }, request.trace);
  }

  /** A public client need not name itself at a refresh (RFC 6749, 3.2.1): the token says whose it is. */
  private async publicOwner(token: string): Promise<string | undefined> {
    const owner = (await this.runtime.sessions.findToken(token))?.session.client;
    const client = owner === undefined ? undefined : this.clients.get(owner);
    return client && client.secret === undefined ? client.id : undefined;
  }

  /** RFC 6749, 4.3. */
  private async byPassword(request: FaceRequest, form: FormParameters): Promise<IssuedTokens> {
    const { users, sessions, settings } = this.runtime;
    const client = this.authentication.identify(request, form);
    const [username, password] = [form.required('username'), form.required('password')];
    const scope = askedScope(form);
    const device = askedDevice(form);
    const { ip, headers, trace } = request;
    noteAsked(trace, username, password);
    const user = await users.verify(username, password);
    return sessions.signIn(
      {
        user,
        client: client?.id,
        scope: grantedScope(scope, trace),
        device,
        ip,
        userAgent: headers['user-agent'],
        issuer: issuerOf(settings, request),
      },
      trace,
    );
  }

  private unsupported(type: string): string {
    if (type === 'password') {
      return `The grant type password is off, as RFC 9700 forbids it; ${optionWords('tokens.passwordGrant')} switches it on.`;
    }
    const more = this.runtime.settings.passwordGrant ? ', refresh_token and password' : ' and refresh_token';
    return `The grant type is none that is given here: there are authorization_code${more}.`;
  }
}
