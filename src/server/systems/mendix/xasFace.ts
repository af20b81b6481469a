import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import { asRefusal, HttpError } from '../../kernel/answer/httpError';
import { toldMethod } from '../../kernel/answer/toldMethod';
import { profileOf } from './clientProfile';
import { bringFirstCookies } from './clientSession';
import { followDeepLink } from './deepLink';
import { logOut, logOutOffline } from './logOut';
import type { MendixRuntime } from './mendixRuntime';
import { note } from './note';
import { tellReasons } from './reasonsHeader';
import { sessionData } from './sessionData';
import { signIn } from './signIn';
import { sendSignInPage } from './signInPage';
import { reviveFromCookie } from './tokenRevival';
import { XasCall } from './xasCall';

/** What a malformed body was answered with (docs/facts/mendix.md#requests). */
const MALFORMED = 560;
const CONFIG = { face: 'mendix' } as const;
const EMPTY_RESULT = {
  changes: {},
  commits: [],
  count: 0,
  objects: [],
  partialObjects: [],
  resets: [],
  resultGuids: [],
};

/** What a Mendix client sees of the runtime: `POST /xas/`, and the page that signs in (docs/facts/mendix.md#requests). */
export class XasFace implements Face {
  constructor(private readonly runtime: MendixRuntime) {}

  register(app: FastifyInstance): void {
    // Fastify scopes of their own, because only these routes answer errors as the runtime does.
    app.register(async (scope) => this.addXas(scope));
    app.register(async (scope) => refuseOthers(scope), { prefix: '/xas' });
    app.register(async (scope) => refuseOtherMethods(scope, { paths: /^\/link\/./, allow: 'GET' }), {
      prefix: '/link',
    });
    this.addPages(app);
  }

  dispose(): void {}

  private addXas(scope: FastifyInstance): void {
    scope.setErrorHandler(refuse);
    for (const path of ['/xas/', '/xas']) {
      scope.post(path, { config: CONFIG, onSend: tellReasons }, (request, reply) => this.act(request, reply));
    }
  }

  private addPages(app: FastifyInstance): void {
    const config = CONFIG;
    app.get('/link/*', { config }, (request, reply) => followDeepLink(new XasCall(this.runtime, request, reply, {})));
    for (const path of ['/', '/login.html']) {
      app.get(path, { config }, async (request, reply) => {
        const call = new XasCall(this.runtime, request, reply, {});
        const { cookies } = call;
        const { settings } = this.runtime;
        call.note('mendix.page');
        // Later ones are for the page itself: its get_session_data finds the session, or makes it.
        const isFirst = cookies.session === undefined && cookies.get('authtoken') === undefined;
        if (path === '/' && isFirst) await bringFirstCookies(call);
        call.sendCookies();
        const why = cookies.get('reloginReason');
        // The page tells nothing that the runtime has not said itself.
        const told = why === settings.switches.reloginReason ? why : undefined;
        return sendSignInPage(reply, settings, {
          isLoginPage: path !== '/',
          isSecure: call.isSecure,
          why: told,
          clientProfile: profileOf(call),
          isProfileKept: cookies.get('Profile') !== undefined,
        });
      });
    }
  }

  private async act(request: FaceRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { body } = request;
    const action = isObject(body) ? body.action : undefined;
    if (!isObject(body) || typeof action !== 'string' || action === '') {
      note(request.trace, 'mendix.body.malformed');
      return exception(reply, MALFORMED);
    }
    const call = new XasCall(this.runtime, request, reply, isObject(body.params) ? body.params : {});
    await logOutOffline(call);
    const { login2, keepAliveAction } = this.runtime.settings.switches;
    switch (action) {
      case 'login':
        return signIn(call);
      case 'login2':
        call.note(login2 ? 'mendix.login2' : 'mendix.login2.off');
        if (login2) return signIn(call);
        return this.dataCall(call, EMPTY_RESULT);
      case 'get_session_data':
        return sessionData(call);
      case 'logout':
        return logOut(call);
      case keepAliveAction:
        return this.dataCall(call, {}, true);
      default:
        return this.dataCall(call, EMPTY_RESULT);
    }
  }

  /** Every action that is none of the session counts as activity, and needs a session and its CSRF token. */
  private async dataCall(call: XasCall, result: object, isKeepAlive = false): Promise<FastifyReply> {
    const { runtime } = call;
    const { keepAlive, switches } = runtime.settings;
    const open = await call.find();
    if (!open) return this.refuseData(call, isKeepAlive);
    if (!call.hasCsrfToken(open)) return call.refuseCsrf();
    // Another request has just ended it.
    if (!(await call.touch())) return this.refuseData(call, isKeepAlive);
    if (isKeepAlive && !keepAlive) call.note('mendix.keepalive.off');
    if (isKeepAlive) {
      call.note(
        'mendix.keepalive',
        `The session is kept alive by the action ${switches.keepAliveAction}, whose name was never seen.`,
      );
    } else call.note('mendix.data');
    return call.send(200, result);
  }

  private async refuseData(call: XasCall, isKeepAlive: boolean): Promise<FastifyReply> {
    const { expiredStatus, dataCallRevives } = this.runtime.settings.switches;
    // A keep-alive is for a session that there is: only what a person does brings one back.
    const revived = dataCallRevives && !isKeepAlive ? await reviveFromCookie(call, call.kind) : undefined;
    if (revived) {
      call.note(
        'mendix.data.reload',
        'The session was made anew from the token. The app has to load again, and loses what was not committed.',
      );
    } else if (isKeepAlive) call.note('mendix.keepalive.no-session');
    else {
      call.note(
        'mendix.data.no-session',
        `A data call needs a live session; the status ${expiredStatus} for one that has none was never seen.`,
      );
    }
    return call.send(expiredStatus, {});
  }
}

/** Refuses methods other than `POST`, and paths below. */
function refuseOthers(scope: FastifyInstance): void {
  scope.setErrorHandler(refuse);
  // A scope without a route of its own answers by its own handler only what is not found.
  scope.addHook('onSend', tellReasons);
  refuseOtherMethods(scope, { paths: /^\/xas\/?$/, allow: 'POST', nearest: 'POST /xas/' });
}

/**
 * Refuses what none of the routes of a scope has taken.
 * @param there what there is: the paths, for one method
 */
function refuseOtherMethods(
  scope: FastifyInstance,
  there: { readonly paths: RegExp; readonly allow: 'GET' | 'POST'; readonly nearest?: string },
): void {
  const { paths, allow, nearest = `${allow} ${scope.prefix}/…` } = there;
  scope.setNotFoundHandler(({ method, originalUrl }) => {
    const path = originalUrl.replace(/[?#].*$/s, '').slice(0, 200);
    const isThere = paths.test(path);
    const told = toldMethod(method, isThere ? [allow] : []);
    if (isThere) {
      throw new HttpError(405, 'method-unknown', `${path} is there for ${allow} alone, not for ${told}.`, {
        headers: { allow },
      });
    }
    throw new HttpError(
      404,
      'route-unknown',
      `There is no route ${told} ${path}. The nearest that there is: ${nearest}`,
    );
  });
}

/** Answers an error in the form of the runtime: of a malformed body as it was seen, of others as is inferred from that. */
function refuse(error: Error, request: FaceRequest, reply: FastifyReply): FastifyReply {
  const { trace } = request;
  const refusal = asRefusal(error, request);
  // The server itself logs what it did wrong.
  if (refusal.code === 'crash') throw error;
  if (refusal.code.startsWith('json-')) {
    note(trace, 'mendix.body.malformed', refusal.message);
    return exception(reply, MALFORMED);
  }
  refusal.noteIn(trace);
  note(trace, 'mendix.body.exception');
  return exception(reply.headers(refusal.headers), refusal.statusCode);
}

function exception(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify({ type: 'exception', result: status }));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
