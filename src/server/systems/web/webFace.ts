import type { FastifyInstance, FastifyReply } from 'fastify';
import { pathReadings } from '../../../core/base/pathReadings';
import { urlEncoded } from '../../../core/base/urlText';
import { isLoginName } from '../../../core/protocol/loginPath';
import type { Face, FaceRequest } from '../../kernel/answer/face';
import { whileAsked } from '../../kernel/answer/whileAsked';
import { MEBIBYTE } from '../../kernel/code/codeLimits';
import type { Trace } from '../../kernel/journal/trace';
import { CookieSession, type CookieSessionParts } from './cookieSession';
import type { Cors } from './cors';
import { type DatabaseMethods, isForConnection } from './databaseMethods';
import { note } from './note';
import { sendFailure, sendOutcome } from './outcomes';
import type { Page, PageFound, Pages } from './pages';
import { PageText } from './pageText';
import { type RestParts, restRoutes } from './restRoutes';
import { type SemiDynamicPages, TagFailure } from './semiDynamicPage';
import { withFilledTags } from './sentTags';
import { actionParameter, handlerRequestOf, otpIn, pathOf, segmentsOf } from './webRequest';
import { sendRestError } from './webRestError';
import type { WebRoute } from './webRoute';

declare module 'fastify' {
  interface FastifyRequest {
    /** The web session that a request of the web face runs in, once it was looked for. */
    webSession?: CookieSession | undefined;
  }
}

/** Finds the entry of HTTPHandlers.json that handles a request. */
export interface HandlerFinder {
  /** @param verb upper case @param path as it was sent, without query */
  find(
    verb: string,
    path: string,
    trace: Trace,
  ): Promise<
    { readonly className: string; readonly method: string; readonly pattern?: { readonly text: string } } | undefined
  >;
}

export interface WebFaceParts extends CookieSessionParts, RestParts {
  readonly sessions: CookieSessionParts['sessions'];
  readonly handlers: HandlerFinder;
  readonly cors: Cors;
  readonly databaseMethods: DatabaseMethods;
  readonly semiDynamic: SemiDynamicPages;
  /** Absent when there is no folder of pages. */
  readonly pages?: Pages | undefined;
  /** Why access control is off. Absent when it is on. */
  readonly rolesError?: string | undefined;
  /** The first path segments, in lower case, that belong to the server or to its other systems. */
  readonly othersPaths?: readonly string[];
  /** The largest body of a request in MiB. The default is 32. */
  readonly bodyMb?: number | undefined;
}

const BODY_MB = 32;

/** Why no page is sent. */
type Unpaged = Exclude<PageFound, { readonly kind: 'page' }> | { readonly kind: 'none' };

/** Paths that no entry of HTTPHandlers.json may handle (docs/facts/4d-web.md#request-handlers). */
const NOT_FOR_HANDLERS = /^\/(?:4DACTION|rest|\$lib\/renderer|\$shared)(?:\/|$)/i;

/**
 * The web server of a 4D project. It tries the request handlers first, then `/4DACTION/…`, REST and the folder of
 * pages. Each request runs in the web session of its client (docs/facts/4d-web.md).
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
    // A Fastify scope of its own, because only these routes receive bodies as bytes.
    app.register(async (scope) => this.addTo(scope));
  }

  /** Call this after a snapshot filled the store, or a reset emptied it, while the server runs. */
  restored(): Promise<void> {
    this.parts.upstream?.restored();
    return this.parts.code.restored();
  }

  dispose(): Promise<void> {
    return this.parts.code.dispose();
  }

  private addTo(scope: FastifyInstance): void {
    // The external platform may call these routes. The passcode in its request decides what is allowed.
    const config = {
      face: 'web',
      platformMayCall: true,
      bodyOption: 'web.bodyMb',
      foreignPages: this.parts.cors,
      cookieOptions: {
        names: [this.parts.cookie.name],
        sameSite: 'web.cookie.sameSite',
        domain: 'web.cookie.domain',
        path: 'web.cookie.path',
      },
    } as const;
    const bodyLimit = (this.parts.bodyMb ?? BODY_MB) * MEBIBYTE;
    scope.decorateRequest('webSession');
    scope.addHook('onRequest', (request, reply, done) => {
      if (!this.parts.cors.answer(request, reply)) done();
    });
    // Every answer sets the session cookie, also after an error.
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
        bodyLimit,
        exposeHeadRoute: false,
        handler: (request, reply) => this.inSession(request, type, (current) => handle(request, reply, current)),
      });
    }
    scope.route({
      method: scope.supportedMethods,
      url: '/*',
      config,
      bodyLimit,
      exposeHeadRoute: false,
      handler: (request, reply) => this.handlerOrPage(request, reply),
    });
  }

  private async handlerOrPage(request: FaceRequest, reply: FastifyReply): Promise<unknown> {
    const { trace, method } = request;
    const { upstream } = this.parts;
    const path = pathOf(request.originalUrl);
    const handler = this.isForOthers(path) ? undefined : await this.parts.handlers.find(method, path, trace);
    if (handler) {
      const { className, method: name, pattern } = handler;
      if ([name, className, pattern?.text ?? ''].some(isLoginName)) trace.login();
      note(trace, 'web.handler', `An entry of HTTPHandlers.json takes the request: ${className}.${name}.`);
      return this.inSession(request, 'web', async (current) => {
        const outcome = await whileAsked(request, (signal) =>
          this.parts.code.handler(className, name, { request: handlerRequestOf(request), current, trace, signal }),
        );
        if (upstream?.takesAfter(outcome, request)) return upstream.pass(request, reply, current);
        return sendOutcome(reply, outcome, 'handler');
      });
    }
    const isOwn = !this.isForOthers(path) || isForConnection(request.originalUrl);
    const found = isForConnection(request.originalUrl) ? { kind: 'missing' as const } : await this.find(request);
    const isMissing = found.kind === 'missing' || found.kind === 'none' || (found.kind === 'refused' && found.isNoPage);
    if (isOwn && isMissing && (await this.parts.databaseMethods.isUsed())) {
      return this.inSession(request, 'web', (current) => this.connection(request, reply, current, found));
    }
    if (found.kind !== 'page') return this.unpaged(request, reply, found);
    return this.inSession(request, 'web', (current) => this.send(found.page, request, reply, current));
  }

  /** Whether a path belongs to 4D itself or to another part of this server. Request handlers never get such a path. */
  private isForOthers(path: string): boolean {
    return NOT_FOR_HANDLERS.test(path) || this.isOfServer(path);
  }

  /** Whether a path belongs to another part of this server. */
  private isOfServer(url: string): boolean {
    return pathReadings(url).some((path) => {
      const [, first = ''] = path.toLowerCase().split('/');
      return this.parts.othersPaths?.includes(first) === true;
    });
  }

  /** What neither handler nor page takes: 4D asks On Web Authentication, and then lets On Web Connection answer. */
  private async connection(
    request: FaceRequest,
    reply: FastifyReply,
    current: CookieSession,
    found: Unpaged,
  ): Promise<unknown> {
    const { databaseMethods } = this.parts;
    if (!(await databaseMethods.accepts(request, reply, current))) return reply;
    if (await databaseMethods.answers(request, reply, current)) return reply;
    return this.unpaged(request, reply, found, current);
  }

  private async send(
    page: Page,
    request: FaceRequest,
    reply: FastifyReply,
    current: CookieSession,
  ): Promise<FastifyReply> {
    const { databaseMethods, semiDynamic } = this.parts;
    const text = page.isPage ? new PageText(page.bytes) : undefined;
    const filled = page.isSemiDynamic ? text : undefined;
    const runsCode = filled && (await semiDynamic.runsCode(filled));
    if (runsCode && !(await databaseMethods.accepts(request, reply, current))) return reply;
    note(request.trace, 'web.page');
    if (text?.isUtf8 === false) note(request.trace, 'web.page.encoding');
    if (page.isPage || current.owesSession) await current.session();
    try {
      const body = filled ? await semiDynamic.filled(filled, request, current) : page.bytes;
      return reply.type(page.type).header('cache-control', 'no-cache').send(body);
    } catch (error) {
      if (error instanceof TagFailure) return sendFailure(reply, error.failure, 'action');
      throw error;
    }
  }

  /** The requested page, or why there is none. */
  private async find({ method, originalUrl }: FaceRequest): Promise<PageFound | { readonly kind: 'none' }> {
    const { pages } = this.parts;
    if (!pages || (method !== 'GET' && method !== 'HEAD')) return { kind: 'none' };
    return pages.find(segmentsOf(originalUrl), pathOf(originalUrl).endsWith('/'));
  }

  /** Answers a request for which there is no page. */
  private async unpaged(
    request: FaceRequest,
    reply: FastifyReply,
    found: Unpaged,
    current?: CookieSession,
  ): Promise<FastifyReply> {
    const { trace, originalUrl } = request;
    switch (found.kind) {
      case 'folder': {
        note(trace, 'web.page.folder');
        const query = originalUrl.slice(pathOf(originalUrl).length).replace(/#.*$/s, '');
        return reply.redirect(`/${segmentsOf(originalUrl).map(urlEncoded).join('/')}/${query}`, 302);
      }
      case 'none':
        note(trace, 'web.handler.none');
        if (await this.passed(request, reply, current)) return reply;
        break;
      case 'missing':
        note(trace, 'web.page.missing');
        if (await this.passed(request, reply, current)) return reply;
        break;
      case 'refused':
        note(trace, 'web.page.refused', found.reason, found.remedy);
    }
    reply.callNotFound();
    return reply;
  }

  /** Passes on what is not here. @returns whether that was done */
  private async passed(request: FaceRequest, reply: FastifyReply, current?: CookieSession): Promise<boolean> {
    const { upstream } = this.parts;
    if (!upstream?.takes(request) || this.isOfServer(request.originalUrl)) return false;
    if (current) await upstream.pass(request, reply, current);
    else await this.inSession(request, 'web', (opened) => upstream.pass(request, reply, opened));
    return true;
  }

  private async action(request: FaceRequest, reply: FastifyReply, current: CookieSession): Promise<unknown> {
    const { trace, originalUrl } = request;
    const { upstream } = this.parts;
    const [, name] = segmentsOf(originalUrl);
    if (name === undefined) {
      return sendRestError(reply, 'web.action.unnamed', 404, 'Name a project method: /4DACTION/name.');
    }
    if (!(await this.parts.databaseMethods.accepts(request, reply, current))) return reply;
    note(trace, 'web.action', `The project method ${name} answers, as the path begins with /4DACTION/.`);
    const outcome = await whileAsked(request, (signal) =>
      this.parts.code.action(name, actionParameter(originalUrl), {
        request: handlerRequestOf(request),
        current,
        trace,
        signal,
      }),
    );
    if (upstream?.takesAfter(outcome, request)) return upstream.pass(request, reply, current);
    return sendOutcome(reply, await withFilledTags(outcome, this.parts.semiDynamic, request, current), 'action');
  }

  /** Runs a request in the web session of its client. */
  private async inSession(
    request: FaceRequest,
    type: 'web' | 'rest',
    answer: (current: CookieSession) => Promise<unknown>,
  ): Promise<unknown> {
    const { trace, headers, ip, protocol, originalUrl } = request;
    const { rolesError, quotas } = this.parts;
    if (rolesError !== undefined) note(trace, 'web.privileges.off', `Access control is off: ${rolesError}`);
    const otp = otpIn(originalUrl);
    const isRest = type === 'rest';
    if (otp !== undefined && isRest) {
      trace.hide(otp);
      note(trace, 'web.otp.rest');
    }
    const current = await CookieSession.open(
      this.parts,
      {
        cookies: headers.cookie,
        otp: isRest ? undefined : otp,
        ip,
        userAgent: headers['user-agent'],
        type,
        isSecure: protocol === 'https',
        page: this.parts.cors.pageOf(request),
        isCrossSite: headers['sec-fetch-site'] === 'cross-site',
      },
      trace,
    );
    request.webSession = current;
    await quotas.checkRequest(current.present, trace);
    return answer(current);
  }
}
