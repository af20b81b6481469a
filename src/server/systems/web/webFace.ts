import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import type { Trace } from '../../kernel/journal/trace';
import { CookieSession, type CookieSessionParts } from './cookieSession';
import { note } from './note';
import { sendOutcome } from './outcomes';
import type { Page, Pages } from './pages';
import { type RestParts, restRoutes } from './restRoutes';
import { handlerRequestOf, otpIn, pathOf, segmentsOf } from './webRequest';
import { sendRestError } from './webRestError';
import type { WebRoute } from './webRoute';

declare module 'fastify' {
  interface FastifyRequest {
    /** The web session that a request of the web face runs in, once it was looked for. */
    webSession?: CookieSession | undefined;
  }
}

/** Which entry of HTTPHandlers.json takes a request; undefined when none does. */
export interface HandlerFinder {
  /** @param verb upper case @param path as it was sent, without query */
  find(
    verb: string,
    path: string,
    trace: Trace,
  ): Promise<{ readonly className: string; readonly method: string } | undefined>;
}

export interface WebFaceParts extends CookieSessionParts, RestParts {
  readonly sessions: CookieSessionParts['sessions'];
  readonly handlers: HandlerFinder;
  /** Absent when there is no folder of pages. */
  readonly pages?: Pages | undefined;
  /** Why access control is off. */
  readonly rolesError?: string | undefined;
  /** First segments, in small letters, of the paths that the server and its other systems answer. */
  readonly othersPaths?: readonly string[];
}

/** Where no entry of HTTPHandlers.json may lead (docs/facts/4d-web.md#request-handlers). */
const NOT_FOR_HANDLERS = /^\/(?:4DACTION|rest|\$lib\/renderer|\$shared)(?:\/|$)/i;

/**
 * The web server of a 4D project: request handlers first, then `/4DACTION/…`, REST and the folder of pages, each in the
 * web session of its client (docs/facts/4d-web.md).
 */
export class WebFace implements Face {
  private readonly routes: readonly WebRoute[];

  constructor(private readonly parts: WebFaceParts) {
    this.routes = [
      ...restRoutes(parts),
      {
        method: '*',
        path: '/4DACTION/*',
        type: 'web',
        handle: (request, reply, current) => this.action(request, reply, current),
      },
    ];
  }

  register(app: FastifyInstance): void {
    // A scope of its own: bodies come as bytes here, and nobody else's do.
    app.register(async (scope) => this.addTo(scope));
  }

  dispose(): Promise<void> {
    return this.parts.code.dispose();
  }

  private addTo(scope: FastifyInstance): void {
    // The stand-in for an external platform calls back; what it may do, its passcode says.
    const config = { face: 'web', platformMayCall: true } as const;
    scope.decorateRequest('webSession');
    // Whatever comes of a request, its answer sets the cookie.
    scope.addHook('onSend', async (request, reply) => {
      const cookie = await request.webSession?.setCookie();
      if (cookie !== undefined) reply.header('set-cookie', cookie);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const { method, path: url, type, handle } of this.routes) {
      scope.route({
        method: method === '*' ? scope.supportedMethods : method,
        url,
        config,
        exposeHeadRoute: false,
        handler: (request, reply) => this.inSession(request, type, (current) => handle(request, reply, current)),
      });
    }
    scope.route({
      method: scope.supportedMethods,
      url: '/*',
      config,
      exposeHeadRoute: false,
      handler: (request, reply) => this.handlerOrPage(request, reply),
    });
  }

  private async handlerOrPage(request: FaceRequest, reply: FastifyReply): Promise<unknown> {
    const { trace, method } = request;
    const path = pathOf(request.originalUrl);
    const handler = this.isForOthers(path) ? undefined : await this.parts.handlers.find(method, path, trace);
    if (handler) {
      const { className, method: name } = handler;
      note(trace, 'web.handler', `An entry of HTTPHandlers.json takes the request: ${className}.${name}.`);
      return this.inSession(request, 'web', async (current) => {
        await current.session();
        const outcome = await this.parts.code.handler(className, name, handlerRequestOf(request), current, trace);
        return sendOutcome(reply, outcome, 'handler', trace);
      });
    }
    const page = await this.page(request, reply);
    if (!page) return reply;
    return this.inSession(request, 'web', async (current) => {
      note(trace, 'web.page');
      if (page.isPage) await current.session();
      return reply.type(page.type).header('cache-control', 'no-cache').send(page.bytes);
    });
  }

  /** Whether 4D, or another part of this server, answers a path before any request handler. */
  private isForOthers(path: string): boolean {
    const [, first = ''] = path.toLowerCase().split('/');
    return NOT_FOR_HANDLERS.test(path) || this.parts.othersPaths?.includes(first) === true;
  }

  /** The page that is asked for; undefined when something else was answered already. */
  private async page(request: FaceRequest, reply: FastifyReply): Promise<Page | undefined> {
    const { trace, method, originalUrl } = request;
    if (!this.parts.pages || (method !== 'GET' && method !== 'HEAD')) {
      note(trace, 'web.handler.none');
      reply.callNotFound();
      return undefined;
    }
    const segments = segmentsOf(originalUrl);
    const found = await this.parts.pages.find(segments, pathOf(originalUrl).endsWith('/'));
    if (found.kind === 'page') return found.page;
    if (found.kind === 'folder') {
      const query = originalUrl.slice(pathOf(originalUrl).length).replace(/#.*$/s, '');
      reply.redirect(`/${segments.map(encodeURIComponent).join('/')}/${query}`, 302);
      return undefined;
    }
    note(trace, found.kind === 'missing' ? 'web.page.missing' : 'web.page.refused');
    reply.callNotFound();
    return undefined;
  }

  private async action(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<unknown> {
    const { trace, originalUrl } = request;
    const [, name] = segmentsOf(originalUrl);
    if (name === undefined) {
      note(trace, 'web.action.unnamed');
      return sendRestError(reply, 404, 'Name a project method: /4DACTION/name.');
    }
    note(trace, 'web.action', `The project method ${name} answers, as the path begins with /4DACTION/.`);
    await current.session();
    const outcome = await this.parts.code.action(name, handlerRequestOf(request), current, trace);
    return sendOutcome(reply, outcome, 'action', trace);
  }

  /** Answers in the session of the client. */
  private async inSession(
    request: FaceRequest,
    type: 'web' | 'rest',
    answer: (current: CookieSession) => Promise<unknown>,
  ): Promise<unknown> {
    const { trace, headers, ip, protocol, originalUrl } = request;
    const { rolesError, quotas } = this.parts;
    if (rolesError !== undefined) note(trace, 'web.privileges.off', `Access control is off: ${rolesError}`);
    const current = await CookieSession.open(
      this.parts,
      {
        cookies: headers.cookie,
        otp: otpIn(originalUrl),
        ip,
        userAgent: headers['user-agent'],
        type,
        isSecure: protocol === 'https',
      },
      trace,
    );
    request.webSession = current;
    await quotas.checkRequest(current.present, trace);
    return answer(current);
  }
}
