import type { FaceRequest } from '../../../kernel/answer/face';
import type { IssuedTokens } from '../issuedTokens';
import { issuerOf } from '../issuerOf';
import { note } from '../note';
import { TokensRefusal, type TokensRefusalName } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import { askedDevice } from './askedDevice';
import type { FormParameters } from './formParameters';
import type { HeldCodes } from './heldCodes';
import type { OauthClient } from './oauthClients';
import { CODE_MS, type HeldCode } from './oauthSpaces';
import { assertVerifier } from './pkce';

/** The grant `authorization_code` (RFC 6749, 4.1.3): a code gives a session, once. */
export class CodeGrant {
  constructor(
    private readonly runtime: TokensRuntime,
    private readonly codes: HeldCodes,
  ) {}

  async redeem(request: FaceRequest, form: FormParameters, client: OauthClient): Promise<IssuedTokens> {
    const { sessions, settings } = this.runtime;
    const raw = form.required('code');
    const code = await this.codes.get(raw);
    if (!code) throw this.refusal('code-unknown', 'The code is none that is known; sign in again.');
    this.assertMatches(code, form, client);
    const { trace, ip, headers } = request;
    const before = await this.codes.use(raw);
    // Only a request that would have been good ends something, so that nobody else can (ASVS 5, 10.4.2).
    if (before?.usedAt !== undefined) throw await this.usedTwice(before, request);
    const issued = await sessions.signIn(
      {
        user: { name: code.user, ...(code.salt !== undefined && { salt: code.salt }) },
        client: client.id,
        scope: code.scope,
        device: askedDevice(form),
        ip,
        userAgent: headers['user-agent'],
        issuer: issuerOf(settings, request),
      },
      trace,
    );
    note(trace, 'tokens.code.redeemed');
    const after = await this.codes.cameOf(raw, issued.session.id);
    // It came again while the session was made.
    if (after?.reusedAt !== undefined) throw await this.usedTwice(after, request);
    return issued;
  }

  private assertMatches(code: HeldCode, form: FormParameters, client: OauthClient): void {
    const { clock } = this.runtime.kernel;
    if (code.client !== client.id) throw this.refusal('code-other-client', 'The code was given to another client.');
    if (code.issuedAt + CODE_MS <= clock.now()) {
      throw this.refusal('code-expired', 'The code was not used within ten minutes; sign in again.');
    }
    const redirect = form.get('redirect_uri');
    if (redirect === undefined ? code.isRedirectGiven : redirect !== code.redirectUri) {
      throw this.refusal(
        'code-redirect',
        'The redirect_uri is not that of the authorization request; send the same one, port included.',
      );
    }
    assertVerifier(form.get('code_verifier'), code.challenge, this.runtime.settings.invalidGrantStatus);
  }

  /** RFC 6749, 4.1.2: the second use of a code ends what came of the first. */
  private async usedTwice({ session, usedAt = 0 }: HeldCode, { trace }: FaceRequest): Promise<TokensRefusal> {
    const ended = session === undefined ? [] : await this.runtime.sessions.end([session], 'token_reuse', trace);
    for (const { id } of ended) {
      note(trace, 'tokens.code.session-ended', `The code came again: the session ${id} that came of it was ended.`);
    }
    return this.refusal(
      'code-used',
      `The code was used at ${new Date(usedAt).toISOString()} already; what came of it was ended. Sign in again.`,
    );
  }

  private refusal(name: TokensRefusalName, message: string): TokensRefusal {
    return new TokensRefusal(this.runtime.settings.invalidGrantStatus, name, message);
  }
}
