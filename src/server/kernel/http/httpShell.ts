import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { NamedSecrets } from '../../../core/redaction/namedSecrets';
import { optionWords } from '../../../core/server/optionWords';
import type { PartReasons } from '../../../core/server/reasons';
import type { Face } from '../answer/face';
import { asRefusal, HttpError, loggable } from '../answer/httpError';
import { type MovedPath, movedFrom } from '../answer/movedPath';
import type { Refusal } from '../answer/refusal';
import type { RefusalForm } from '../answer/refusalForm';
import { type SwitchedOff, switchedOffAt } from '../answer/switchedOff';
import { toldMethod } from '../answer/toldMethod';
import type { Clock } from '../clock/clock';
import type { Faults } from '../faults/faults';
import type { Guard } from '../guard/guard';
import type { SentInSession } from '../guard/sentInSession';
import type { Journal } from '../journal/storedJournal';
import { AnswerTurn } from './answerTurn';
import type { Certificate } from './certificate';
import { Connections } from './connections';
import { FaultInjector, type FaultySystems } from './faultInjector';
import { readJsonBodies } from './jsonBody';
import type { Limits } from './limits';
import { Recorder } from './recorder';
import type { Recording } from './recording';
import { RefusalForms } from './refusalForms';
import { type KnownRoute, RouteTable } from './routeTable';
import { schemaCompilers } from './validators';
import { withoutAddress } from './wholeTarget';

/** A page of the server itself, for what no route takes. */
interface OwnPage {
  isAsked(request: FastifyRequest): boolean;
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

export interface ShellParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly guard: Guard;
  /** The reasons that its answers can have. */
  readonly reasons: ReadonlySet<PartReasons>;
  /** Records all exchanges while recording is on. */
  readonly recording?: Recording;
  /** Lets programs of this machine send requests in sessions. None by default. */
  readonly sentIn?: SentInSession;
  /** The names that stand for secrets, besides those that always do. None by default. */
  readonly secrets?: NamedSecrets;
  readonly limits: Limits;
  readonly log: (message: string) => void;
  /** If present, the server uses HTTPS. */
  readonly tls?: Certificate | undefined;
  /** The systems that faults apply to. None by default. */
  readonly systems?: FaultySystems;
  /** The forms of refusals by path, where no face answers. Elsewhere they have that of the server itself. */
  readonly forms?: readonly RefusalForm[];
  /** Answers a person who opens the address of the server, where no face does. */
  readonly startPage?: OwnPage;
  /** The paths that options have moved. None by default. */
  readonly moved?: readonly MovedPath[];
  /** The systems that are not switched on. None by default. */
  readonly off?: readonly SwitchedOff[];
  /** Converts a URL in another spelling to the usual one. */
  readonly canonicalUrl?: (url: string) => string;
}

/**
 * The HTTP server around all faces: limits, the guard, faults, the journal, and the handling of errors. An error in a
 * face affects one answer only, not the server.
 */
export class HttpShell {
  private readonly app: FastifyInstance;
  private readonly table = new RouteTable();
  private readonly recorder: Recorder;
  private readonly connections: Connections;
  private readonly turn = new AnswerTurn();
  private lastUrl = '';
  private lastCanonical = '';
  private readonly forms: RefusalForms;

  constructor(
    private readonly parts: ShellParts,
    faces: readonly Face[],
  ) {
    this.recorder = new Recorder(parts.journal, parts.clock, parts.log, parts.reasons, parts.recording, parts.secrets);
    this.forms = new RefusalForms(parts.forms);
    this.connections = new Connections(this.recorder, this.forms);
    const { limits, tls } = parts;
    const connection = {
      maxHeaderSize: limits.headerBytes,
      // The guard refuses a request without `Host`, so that the reason is in the journal.
      requireHostHeader: false,
      headersTimeout: Math.min(limits.headersMs, limits.requestMs),
      // The interval at which the two limits above are checked.
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
      schemaController: { compilersFactory: schemaCompilers() },
      onProtoPoisoning: 'error',
      onConstructorPoisoning: 'error',
      clientErrorHandler: (error, socket) => {
        // The connection may be closed, and a request on it may have its answer.
        this.turn.sendAll();
        this.connections.refuse(error, socket);
      },
      // A name in a path, such as that of a user, may be as long as the headers allow.
      routerOptions: { maxParamLength: limits.headerBytes },
      rewriteUrl: (request) => this.canonical(withoutAddress(request)),
      frameworkErrors: (error, request, reply) => this.refuseUnrouted(error, request, reply),
    });
    this.connections.watch(this.app.server);
    this.table.watch(this.app);
    const { recorder } = this;
    recorder.watch(this.app, this.turn);
    this.app.addHook('onRequest', (request, reply, done) => {
      recorder.begin(request);
      this.admit(request, reply);
      const { sentIn } = parts;
      if (sentIn?.isAsked(request)) sentIn.apply(request, reply).then(() => done(), done);
      else done();
    });
    this.app.addHook('preParsing', (request, reply, _payload, done) => {
      this.connections.continue(request, reply);
      done();
    });
    const faults = new FaultInjector(parts.faults, parts.clock, recorder, parts.systems ?? new Map());
    this.app.addHook('preValidation', (request, reply, done) => {
      this.connections.read(request);
      faults.strike(request, reply, done);
    });
    readJsonBodies(this.app);
    this.app.setErrorHandler((error: Error, request, reply) => this.refuse(error, request, reply));
    this.app.decorate('unknownRoute', (request: FastifyRequest) => this.unknown(request));
    this.app.setNotFoundHandler((request, reply) => {
      if (parts.startPage?.isAsked(request)) return parts.startPage.answer(request, reply);
      throw this.unknown(request);
    });
    for (const face of faces) face.register(this.app);
  }

  get routes(): readonly KnownRoute[] {
    return this.table.routes;
  }

  /** Adds all routes. Without it, `listen` does that. */
  async prepare(): Promise<void> {
    await this.app.ready();
  }

  /**
   * @returns the port
   * @throws the error of the system, such as EADDRINUSE
   */
  async listen(host: string, port: number): Promise<number> {
    await this.app.listen({ host, port });
    const address = this.app.server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Closes all connections. */
  close(): Promise<void> {
    this.turn.sendAll();
    return this.app.close();
  }

  /** The last result is remembered, because clients ask for the same again and again. */
  private canonical(url: string): string {
    if (url !== this.lastUrl) {
      this.lastUrl = url;
      this.lastCanonical = this.parts.canonicalUrl?.(url) ?? url;
    }
    return this.lastCanonical;
  }

  /**
   * Checks, before anything else, whether a request is allowed.
   * @throws HttpError if it is not
   */
  private admit(request: FastifyRequest, reply: FastifyReply): void {
    this.connections.begin(request, reply);
    this.parts.guard.check(request, request.handling.config);
    this.connections.check(request);
  }

  /** Renders a refusal where no face does: one with an error handler of its own renders it itself. */
  private refuse(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { url } = request.routeOptions;
    const refusal = asRefusal(error, request);
    refusal.noteIn(request.trace);
    if (refusal.code === 'crash') {
      const told = this.recorder.withoutSent(request, loggable(error));
      this.parts.log(`${request.method} ${url ?? 'of an unknown route'} failed: ${told}`);
    }
    const { headers, body } = this.forms.of(refusal, request.url);
    return reply.code(refusal.statusCode).headers(headers).send(body);
  }

  private unknown({ method, originalUrl }: FastifyRequest): Refusal {
    const path = originalUrl.replace(/[?#].*$/s, '');
    const methods = this.table.methodsOf(path);
    const told = toldMethod(method, methods);
    if (methods.length > 0) {
      const message = `${path} is there for ${methods.join(', ')} alone, not for ${told}.`;
      return new HttpError(405, 'method-unknown', message, { headers: { allow: methods.join(', ') } });
    }
    const problem = `There is no route ${told} ${path.slice(0, 200)}.`;
    const off = switchedOffAt(path, this.parts.off ?? []);
    if (off) {
      const { option } = off;
      const remedy = { option, value: true };
      return new HttpError(404, 'route-unknown', `${problem} Switch on ${optionWords(option)}.`, { remedy });
    }
    return new HttpError(404, 'route-unknown', `${problem}${this.hintFor(told, path)}`);
  }

  /** Where a request may have to go, as the end of a message. Empty if that cannot be told. */
  private hintFor(method: string, path: string): string {
    const moved = movedFrom(path, this.parts.moved ?? []);
    if (moved) return ` The option ${moved.option} has moved ${moved.from} to ${moved.to}`;
    const nearest = this.table.nearest(method, path);
    return nearest === undefined ? '' : ` The nearest that there is: ${nearest}`;
  }

  /** Refuses a path that cannot be decoded. Fastify calls no hooks for it. */
  private refuseUnrouted(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    this.recorder.begin(request);
    let refusal = asRefusal(error);
    try {
      this.admit(request, reply);
    } catch (forbidden) {
      refusal = asRefusal(forbidden as Error);
    }
    const { headers, body: formed } = this.forms.of(refusal, request.url);
    refusal.noteIn(request.trace);
    const body = JSON.stringify(formed);
    reply.code(refusal.statusCode).headers(headers).type('application/json; charset=utf-8');
    this.recorder.record(request, refusal.statusCode, reply, body);
    reply.send(body);
  }
}
