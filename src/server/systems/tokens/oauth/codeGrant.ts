import type { FaceRequest } from '../../../kernel/answer/face';
import type { Trace } from '../../../kernel/journal/trace';
import type { IssuedTokens } from '../issuedTokens';
import { issuerOf } from '../issuerOf';
import { note } from '../note';
import type { SignInRequest } from '../tokenSessions';
import { type RefusalReason, TokensRefusal, type TokensRefusalName } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import type { VerifiedUser } from '../tokensUsers';
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
    const { settings } = this.runtime;
    const raw = form.required('code');
    const code = await this.codes.get(raw);
    if (!code) throw this.refusal('code-unknown', 'The code is none that is known; sign in again.');
    this.assertMatches(code, form, client);
    const { trace, ip, headers } = request;
    const device = askedDevice(form);
    const before = await this.codes.use(raw);
    // Only a request that would have been good ends something, so that nobody else can (ASVS 5, 10.4.2).
    if (before?.usedAt !== undefined) throw await this.usedTwice(before, request);
    const asked = {
      user: verifiedBy(code),
      client: client.id,
      scope: code.scope,
      device,
      ip,
      userAgent: headers['user-agent'],
      issuer: issuerOf(settings, request),
    };
    const issued = await this.signIn(raw, asked, trace);
    note(trace, 'tokens.code.redeemed');
    const after = await this.codes.cameOf(raw, issued.session.id);
    // It came again while the session was made.
    if (after?.reusedAt !== undefined) throw await this.usedTwice(after, request);
    return issued;
  }

  private async signIn(raw: string, asked: SignInRequest, trace: Trace): Promise<IssuedTokens> {
    try {
      return await this.runtime.sessions.signIn(asked, trace);
    } catch (error) {
      await this.codes.refused(raw);
      throw error;
    }
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
  private async usedTwice(
    { session, isRefused = false, usedAt = 0 }: HeldCode,
    { trace }: FaceRequest,
  ): Promise<TokensRefusal> {
    const at = new Date(usedAt).toISOString();
    if (isRefused) {
      return this.refusal('code-used', `The code was used at ${at} already, and no session came of it; sign in again.`);
    }
    const { sessions } = this.runtime;
    const ended = session === undefined ? [] : await sessions.end([session], 'token_reuse', trace);
    for (const { id } of ended) {
      note(trace, 'tokens.code.session-ended', `The code came again: the session ${id} that came of it was ended.`);
    }
    const over = session === undefined ? undefined : await sessions.held.get(session);
    // Why a session ended is forgotten with it. One that is only just made is not there yet, and is ended as soon as it is.
    if (session !== undefined && ended.length === 0 && !over) {
      return this.refusal(
        'code-used',
        `The code was used at ${at} already; what came of it is over, and forgotten. Sign in again.`,
      );
    }
    return this.refusal(
      'code-used',
      `The code was used at ${at} already; what came of it was ended. Sign in again.`,
      over?.ended?.reason ?? 'token_reuse',
    );
  }

  private refusal(name: TokensRefusalName, message: string, reason?: RefusalReason): TokensRefusal {
    return new TokensRefusal(this.runtime.settings.invalidGrantStatus, name, message, { reason });
  }
}

function verifiedBy({ user, salt, endings }: HeldCode): VerifiedUser {
  return { name: user, ...(salt !== undefined && { salt }), ...(endings !== undefined && { endings }) };
}
