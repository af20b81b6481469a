import type { FastifyReply } from 'fastify';
import type { Session } from '../../../core/session/session';
import type { FaceRequest } from '../../kernel/answer/face';
import { whileAsked } from '../../kernel/answer/whileAsked';
import type { AppSession } from './appSession';
import { introduce } from './callers';
import { acceptSession, type Login, type LoginResult } from './login';
import { loginRequest } from './loginRequest';
import type { MobileOptions } from './mobileOptions';
import { refuse } from './mobileRestError';
import { type MobileRoute, ROOT } from './mobileRoute';
import type { MobileState } from './mobileState';
import { note } from './note';
import { objectBody } from './requestBody';
import { sessionAddress } from './sessionDocument';
import type { UpstreamSessions } from './upstreamSessions';
import { REFUSED_PROOF, toldOfProof, type Verification } from './verification';

/** The routes `$authenticate`, and `$verify` for a code from a mail. */
export function loginRoutes(
  state: MobileState,
  login: Login,
  verification: Verification,
  web: AppSession,
  options: MobileOptions,
  upstream?: UpstreamSessions,
): MobileRoute[] {
  return [
    {
      method: 'POST',
      path: `${ROOT}/$authenticate`,
      async handle(request, reply) {
        const { trace } = request;
        const ip = sessionAddress(request.ip);
        const asked = loginRequest(objectBody(request.body, trace), ip, trace);
        const { email, deviceId: device, applicationId: application, sessionId: session } = asked;
        trace.who({ email, device, application, session });
        const server = `${request.protocol}://${request.host}`;
        const result = await whileAsked(request, (signal) => login.authenticate(asked, { ip, server, signal }, trace));
        return answer(request, reply, await withUpstream(request, result));
      },
    },
    {
      method: 'POST',
      path: `${ROOT}/$verify`,
      async handle(request, reply) {
        const { trace } = request;
        const code = objectBody(request.body, trace).token;
        if (typeof code !== 'string' || code.trim() === '') {
          return refuse(trace, 'mobile.body.invalid', 1904, '“token” must be the code from the mail.');
        }
        return answer(request, reply, await verify(request, code.trim()));
      },
    },
  ];

  /** Logs in to the upstream too. What it says of the user is what its filters are asked with. */
  async function withUpstream({ body, trace }: FaceRequest, result: LoginResult): Promise<LoginResult> {
    const { held } = result;
    const now = Buffer.isBuffer(body) ? await upstream?.begin(held, body, trace) : undefined;
    return now ? { ...result, held: now } : result;
  }

  async function verify(request: FaceRequest, code: string): Promise<LoginResult> {
    const { trace, ip } = request;
    if (!(await verification.mayTry(ip))) {
      return refuse(trace, 'mobile.verification.attempts', 1906, 'Too many wrong codes; try again later.');
    }
    const redeemed = await verification.redeem('code', code);
    if (!redeemed.ok) {
      const reasons = {
        unknown: 'There is no such code.',
        expired: 'The code has expired.',
        used: 'The code was used already.',
      };
      return refuse(trace, REFUSED_PROOF[redeemed.why], 1907, reasons[redeemed.why], toldOfProof(redeemed.why));
    }
    await verification.forgiveTries(ip);
    const held = await acceptSession(state, redeemed.file, redeemed.email, trace);
    if (!held) {
      note(trace, 'mobile.verification.spent');
      trace.changed('verification', redeemed.email, 'removed', 'code');
      return refuse(trace, 'mobile.verification.gone', 1907, 'The session of this code is not there any more.');
    }
    introduce(request, held);
    note(trace, 'mobile.verification.accepted');
    return { held };
  }

  /**
   * The answer to a login. iOS needs `id` and Android needs `success`. A pending session has no token for either.
   * iOS stores the answer and reads it at its next start. Without a `statusText` that fails, and the user is signed out
   * (docs/facts/4d-mobile.md#the-answer-to-a-login).
   */
  async function answer(
    request: FaceRequest,
    reply: FastifyReply,
    { held, statusText = '' }: LoginResult,
  ): Promise<object> {
    const { session } = held;
    const accepted = session.status === 'accepted';
    if (accepted) reply.header('set-cookie', await web.open(request, held));
    // A session that waits has none, and the one that another user had on the device is not for this one.
    else await web.change(held);
    return {
      id: session.session.id,
      ...(accepted ? { token: session.token } : pendingToken()),
      success: true,
      statusText,
      ...(session.userInfo && accepted && { userInfo: session.userInfo }),
    };
  }

  /**
   * The `token` in the answer for a pending session. It is absent by default, because Android treats an empty text as a
   * token and lets the user in. docs/switches.md#mobilependingtoken can change that.
   */
  function pendingToken(): { token?: Session['token'] | null } {
    const { pendingToken: said = 'omit' } = options;
    if (said === 'omit') return {};
    return { token: said === 'null' ? null : '' };
  }
}
