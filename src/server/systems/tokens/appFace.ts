import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import { asRefusal } from '../../kernel/answer/httpError';
import { changePassword, signOut } from './appPassword';
import { endOwnSession, endOwnSessions, listSessions, tellMe } from './appSessions';
import { refreshByForm, signInByForm } from './appSignIn';
import { challenge } from './challenge';
import { refusalBody } from './refusalBody';
import type { TokensRuntime } from './tokensRuntime';

type Handler = (runtime: TokensRuntime, request: FaceRequest, reply: FastifyReply) => Promise<object>;

const CONFIG = { face: 'tokens' } as const;

/** What an app with a form of its own calls (docs/tokens.md#the-routes). */
export class AppFace implements Face {
  constructor(private readonly runtime: TokensRuntime) {}

  register(app: FastifyInstance): void {
    // A Fastify scope of its own, because only these routes answer errors in this way.
    app.register(async (scope) => {
      scope.setErrorHandler((error: Error, request, reply) => this.refuse(error, request, reply));
      this.addRoutes(scope);
    });
  }

  dispose(): void {}

  private addRoutes(scope: FastifyInstance): void {
    const { login, refresh, me, sessions, password, logout } = this.runtime.settings.paths;
    const add = (method: 'get' | 'head' | 'post' | 'delete', path: string, handler: Handler) =>
      scope[method](path, { config: CONFIG }, (request, reply) => {
        // Answers with tokens and with what only the user may read stay in no cache (RFC 6749, 5.1; RFC 6750, 5.3).
        reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
        return handler(this.runtime, request, reply);
      });
    /** RFC 9110, 9.1: where GET is answered, so is HEAD. */
    const addRead = (path: string, handler: Handler) => {
      add('get', path, handler);
      add('head', path, handler);
    };
    add('post', login, signInByForm);
    add('post', refresh, refreshByForm);
    addRead(me, tellMe);
    addRead(sessions, listSessions);
    add('delete', sessions, endOwnSessions);
    add('delete', `${sessions}/:id`, endOwnSession);
    add('post', password, changePassword);
    add('post', logout, signOut);
  }

  private refuse(error: Error, request: FaceRequest, reply: FastifyReply): FastifyReply {
    const { trace } = request;
    const refusal = asRefusal(error, request);
    // The server itself logs what it did wrong.
    if (refusal.code === 'crash') throw error;
    refusal.noteIn(trace);
    // RFC 9110, 15.5.2: each 401 says how to be let in.
    if (refusal.statusCode === 401) reply.header('www-authenticate', challenge({}));
    return reply
      .code(refusal.statusCode)
      .headers({ 'cache-control': 'no-store', pragma: 'no-cache', ...refusal.headers })
      .send(refusalBody(refusal, this.runtime.settings.fields));
  }
}
