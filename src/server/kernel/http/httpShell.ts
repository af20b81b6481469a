import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Face } from '../answer/face';
import { HttpError, loggable, refusalOf } from '../answer/httpError';
import type { Clock } from '../clock/clock';
import type { Faults } from '../faults/faults';
import type { Guard } from '../guard/guard';
import { noteRefusal } from '../journal/note';
import type { Journal } from '../journal/storedJournal';
import type { Certificate } from './certificate';
import { refuseConnection } from './clientErrors';
import { FaultInjector, type FaultySystems } from './faultInjector';
import { readJsonBodies } from './jsonBody';
import type { Limits } from './limits';
import { Recorder } from './recorder';
import type { Recording } from './recording';
import { type KnownRoute, RouteTable } from './routeTable';

export interface ShellParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly guard: Guard;
  /** Hears everything while somebody records. */
  readonly recording?: Recording;
  readonly limits: Limits;
  readonly log: (message: string) => void;
  /** PEM texts: HTTPS instead of HTTP. */
  readonly tls?: Certificate | undefined;
  /** The systems that faults can strike; none unless given. */
  readonly systems?: FaultySystems;
  /** The path that is meant by one of another spelling. */
  readonly canonicalUrl?: (url: string) => string;
}

/** On the socket itself: a map of sockets costs each request, and the garbage collector, more than all other hooks. */
const LAST_REPLY = Symbol('reply to the last request');

interface AskedSocket extends Socket {
  [LAST_REPLY]?: FastifyReply;
}

/**
 * What every face of the server has around it: limits, the guard, faults, the journal, and an answer to whatever goes
 * wrong. A mistake in a face costs one answer, not the server.
 */
export class HttpShell {
  private readonly app: FastifyInstance;
  private readonly table = new RouteTable();
  private readonly recorder: Recorder;

  constructor(
    private readonly parts: ShellParts,
    faces: readonly Face[],
  ) {
    this.recorder = new Recorder(parts.journal, parts.clock, parts.log, parts.recording);
    const { limits, guard, tls, canonicalUrl = (url) => url } = parts;
    const connection = {
      maxHeaderSize: limits.headerBytes,
      // The guard refuses it, with a reason that the journal has too.
      requireHostHeader: false,
      headersTimeout: Math.min(limits.headersMs, limits.requestMs),
      // How exact the two above are.
      connectionsCheckingInterval: Math.max(50, Math.min(1000, limits.headersMs / 4)),
    };
    this.app = Fastify({
      logger: false,
      bodyLimit: limits.bodyBytes,
      connectionTimeout: limits.idleMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      forceCloseConnections: true,
      ...(tls ? { https: { ...connection, ...tls } } : { http: connection }),
      exposeHeadRoutes: false,
      onProtoPoisoning: 'error',
      onConstructorPoisoning: 'error',
      clientErrorHandler: (error, socket) => {
        const refusal = refuseConnection(error, socket);
        if (refusal) this.recorder.recordRefused(socket, refusal);
      },
      rewriteUrl: ({ url = '/' }) => canonicalUrl(url),
      frameworkErrors: (error, request, reply) => this.refuseUnrouted(error, request, reply),
    });
    // Asked now, Node keeps it: of a connection that is gone nothing can be asked any more.
    this.app.server.on('connection', (socket: Socket) => void socket.remoteAddress);
    this.table.watch(this.app);
    const { recorder } = this;
    recorder.watch(this.app);
    this.app.addHook('onRequest', (request, _reply, done) => {
      guard.check(request, request.handling.config);
      done();
    });
    this.waitForTheServer();
    new FaultInjector(parts.faults, parts.clock, recorder, parts.systems ?? new Map()).watch(this.app);
    readJsonBodies(this.app);
    this.app.setErrorHandler((error: Error, request, reply) => this.refuse(error, request, reply));
    this.app.setNotFoundHandler((request) => {
      throw this.unknown(request);
    });
    for (const face of faces) face.register(this.app);
  }

  get routes(): readonly KnownRoute[] {
    return this.table.routes;
  }

  /** @returns the port; rejects with the system's error, such as EADDRINUSE */
  async listen(host: string, port: number): Promise<number> {
    await this.app.listen({ host, port });
    const address = this.app.server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Ends every connection. */
  close(): Promise<void> {
    return this.app.close();
  }

  /** From the end of a request to its answer nothing moves on a connection because of us: nobody is cut off for that. */
  private waitForTheServer(): void {
    this.app.addHook('preValidation', (request, reply, done) => {
      (request.raw.socket as AskedSocket)[LAST_REPLY] = reply;
      done();
    });
    // Once somebody listens, Node leaves it to the listener to end the connection.
    this.app.server.on('timeout', (socket: AskedSocket) => {
      const reply = socket[LAST_REPLY];
      if (!reply || reply.sent || reply.raw.headersSent) socket.destroy();
    });
  }

  /** Faces with an error handler of their own say it in their own way. */
  private refuse(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { bodyLimit, url } = request.routeOptions;
    const refusal = refusalOf(error, bodyLimit);
    noteRefusal(request.trace, refusal);
    if (refusal.code === 'crash') {
      this.parts.log(`${request.method} ${url ?? 'of an unknown route'} failed: ${loggable(error)}`);
    }
    return answer(reply, refusal);
  }

  private unknown({ method, originalUrl }: FastifyRequest): HttpError {
    const path = originalUrl.replace(/[?#].*$/s, '');
    const methods = this.table.methodsOf(path);
    if (methods.length > 0) {
      const message = `${path} is there for ${methods.join(', ')} alone, not for ${method}.`;
      return new HttpError(405, 'method-unknown', message, { allow: methods.join(', ') });
    }
    const nearest = this.table.nearest(method, path);
    const hint = nearest === undefined ? '' : ` The nearest that there is: ${nearest}`;
    return new HttpError(404, 'route-unknown', `There is no route ${method} ${path.slice(0, 200)}.${hint}`);
  }

  /** A path that cannot be decoded: no hook sees it, nor its answer. */
  private refuseUnrouted(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.recorder.begin(request);
    let refusal = refusalOf(error);
    try {
      this.parts.guard.check(request, request.handling.config);
    } catch (forbidden) {
      refusal = refusalOf(forbidden as Error);
    }
    const { statusCode, headers } = refusal;
    noteRefusal(request.trace, refusal);
    const body = JSON.stringify(refusal.body);
    reply.code(statusCode).headers(headers).type('application/json; charset=utf-8');
    this.recorder.record(request, statusCode, reply, body);
    reply.send(body);
  }
}

function answer(reply: FastifyReply, { statusCode, headers, body }: HttpError): FastifyReply {
  return reply.code(statusCode).headers(headers).send(body);
}
