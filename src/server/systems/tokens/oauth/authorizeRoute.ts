import type { FastifyReply } from 'fastify';
import { counted } from '../../../../core/base/counted';
import { isLongerThan, LONGEST_TOKENS_PASSWORD } from '../../../../core/systems/tokens/tokensTexts';
import type { FaceRequest } from '../../../kernel/answer/face';
import { noteAsked } from '../../../kernel/journal/noteAsked';
import { issuerOf } from '../issuerOf';
import { note } from '../note';
import { TokensRefusal } from '../tokensRefusal';
import type { TokensRuntime } from '../tokensRuntime';
import type { VerifiedUser } from '../tokensUsers';
import {
  type AnswerTarget,
  type AuthorizationRequest,
  answerTarget,
  authorizationRequest,
} from './authorizationRequest';
import { FormMark } from './formMark';
import type { FormParameters } from './formParameters';
import type { HeldCodes } from './heldCodes';
import type { OauthClients } from './oauthClients';
import { sendOauthPage } from './oauthPage';
import { oauthSignInPage } from './oauthSignInPage';
import { redirectAnswer } from './redirectAnswer';
import { hasDomainScheme, redirectKind } from './redirectUri';
import { grantedScope } from './scopeOf';

/** What the form of the page brings along. */
const KEPT = [
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'login_hint',
  'reason',
];
/** What the form of the page adds. The client has sent none of it, so that it is not told what is wrong with it. */
const OWN_FIELDS = ['csrf', 'username', 'password', 'decision'];
const DECISIONS = ['sign-in', 'cancel'];

/** The authorization endpoint (RFC 6749, 3.1). */
export class AuthorizeRoute {
  private readonly mark: FormMark;

  constructor(
    private readonly runtime: TokensRuntime,
    private readonly clients: OauthClients,
    private readonly codes: HeldCodes,
  ) {
    this.mark = new FormMark(runtime.kernel.random, runtime.settings.paths.authorize);
  }

  /** @throws TokensRefusal for what only the person at the browser can be told */
  async answer(request: FaceRequest, reply: FastifyReply, form: FormParameters): Promise<FastifyReply> {
    const target = answerTarget(form, this.clients);
    const isForm = request.method === 'POST' && form.has('csrf');
    if (isForm) assertOwnForm(form);
    try {
      const asked = authorizationRequest(form, target);
      if (isForm) return await this.answerForm(request, reply, form, asked);
      if (asked.isSilent) return await this.answerAtOnce(request, reply, asked);
      note(request.trace, 'tokens.page', `The page that signs in is shown for the client ${target.client.id}.`);
      return this.showPage(request, reply, form, asked);
    } catch (error) {
      // A form of another site must not send anybody anywhere.
      if (!(error instanceof TokensRefusal) || error.refusalName === 'form-foreign') throw error;
      return this.refuse(request, reply, target, error);
    }
  }

  private refuse(
    request: FaceRequest,
    reply: FastifyReply,
    target: AnswerTarget,
    refusal: TokensRefusal,
  ): FastifyReply {
    refusal.noteIn(request.trace);
    return redirectAnswer(reply, target, refusal, this.issuer(request), request.method === 'POST');
  }

  private async answerForm(
    request: FaceRequest,
    reply: FastifyReply,
    form: FormParameters,
    asked: AuthorizationRequest,
  ): Promise<FastifyReply> {
    this.mark.assertSame(request, form.get('csrf'));
    if (form.get('decision') === 'cancel') {
      throw new TokensRefusal(400, 'cancelled', 'The person at the page did not want to sign in.');
    }
    let user: VerifiedUser;
    try {
      user = await this.verified(request, form);
    } catch (error) {
      if (!(error instanceof TokensRefusal)) throw error;
      error.noteIn(request.trace);
      return this.showPage(request, reply, form, asked, error);
    }
    return this.giveCode(request, reply, asked, user);
  }

  private async verified({ trace }: FaceRequest, form: FormParameters): Promise<VerifiedUser> {
    const password = form.required('password');
    if (isLongerThan(password, LONGEST_TOKENS_PASSWORD)) {
      throw new TokensRefusal(
        400,
        'parameter-wrong',
        `The password is longer than ${counted(LONGEST_TOKENS_PASSWORD, 'character')}; type a shorter one.`,
      );
    }
    const name = form.required('username');
    noteAsked(trace, name, password);
    const user = await this.runtime.users.verify(name, password);
    await this.assertAdmissible(user);
    return user;
  }

  /** `prompt=none`: no page, whatever happens. */
  private async answerAtOnce(
    request: FaceRequest,
    reply: FastifyReply,
    asked: AuthorizationRequest,
  ): Promise<FastifyReply> {
    if (asked.loginHint === undefined) {
      throw new TokensRefusal(
        400,
        'login-required',
        'With prompt=none nobody can be asked who it is; send login_hint with the name of a user.',
      );
    }
    const user = await this.hinted(asked.loginHint);
    await this.assertAdmissible(user);
    note(request.trace, 'tokens.code.at-once');
    return this.giveCode(request, reply, asked, user);
  }

  /** Tells before a code is given that none would be of use. The exchange decides again, as much may happen until then. */
  private async assertAdmissible(user: VerifiedUser): Promise<void> {
    try {
      await this.runtime.sessions.assertAdmissible(user);
    } catch (error) {
      if (!(error instanceof TokensRefusal) || error.refusalName !== 'session-limit') throw error;
      // RFC 6749, 4.1.2.1 has no other error for it.
      throw new TokensRefusal(403, 'code-limit', error.message, { reason: error.reason, remedy: error.remedy });
    }
  }

  private async hinted(name: string): Promise<VerifiedUser> {
    try {
      return await this.runtime.users.known(name);
    } catch (error) {
      if (!(error instanceof TokensRefusal) || error.refusalName === 'disabled') throw error;
      throw new TokensRefusal(400, 'login-required', 'There is no user with the name in login_hint; check it.', {
        remedy: error.remedy,
      });
    }
  }

  private async giveCode(
    request: FaceRequest,
    reply: FastifyReply,
    asked: AuthorizationRequest,
    { name, salt, endings }: VerifiedUser,
  ): Promise<FastifyReply> {
    const { client, redirectUri, isRedirectGiven, challenge, scope } = asked;
    const { trace } = request;
    const granted = grantedScope(scope, trace);
    if (redirectKind(redirectUri) === 'scheme' && !hasDomainScheme(redirectUri)) note(trace, 'tokens.scheme.short');
    // The user first: whoever can see that there is a code can end or disable its user.
    await this.runtime.users.enter(name);
    const code = await this.codes.add({
      client: client.id,
      user: name,
      redirectUri,
      isRedirectGiven,
      ...(salt !== undefined && { salt }),
      ...(endings !== undefined && { endings }),
      ...(challenge !== undefined && { challenge }),
      ...(granted !== undefined && { scope: granted }),
    });
    note(trace, 'tokens.code', `The client ${client.id} got an authorization code for ${name}.`);
    // The code itself is a secret.
    trace.changed('authorizationCode', client.id, 'created');
    return redirectAnswer(reply, asked, { code }, this.issuer(request), request.method === 'POST');
  }

  private showPage(
    request: FaceRequest,
    reply: FastifyReply,
    form: FormParameters,
    asked: AuthorizationRequest,
    refusal?: TokensRefusal,
  ): FastifyReply {
    const mark = this.mark.of(request);
    const hidden = KEPT.flatMap((name) => {
      const value = form.get(name);
      return value === undefined ? [] : [[name, value] as const];
    });
    return sendOauthPage(
      reply,
      oauthSignInPage(asked, {
        path: this.runtime.settings.paths.authorize,
        hidden,
        mark,
        cookie: this.mark.cookie(mark, request),
        userName: form.get('username') ?? asked.loginHint,
        ...(refusal && { refusal }),
      }),
    );
  }

  private issuer(request: FaceRequest): string {
    return issuerOf(this.runtime.settings, request);
  }
}

/** @throws TokensRefusal for a form that the page does not send */
function assertOwnForm(form: FormParameters): void {
  const repeated = form.repeated.find((name) => OWN_FIELDS.includes(name));
  if (repeated !== undefined) {
    throw new TokensRefusal(
      400,
      'parameter-twice',
      `The field “${repeated}” of the form is there more than once; send it once.`,
    );
  }
  const decision = form.get('decision');
  // Absent where something else than a button of the page sends the form.
  if (decision === undefined || DECISIONS.includes(decision)) return;
  throw new TokensRefusal(
    400,
    'parameter-wrong',
    `The field “decision” of the form must be one of ${DECISIONS.join(', ')}, as the buttons of the page have it.`,
  );
}
