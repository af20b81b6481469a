import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import { isSessionCookie } from '../../../core/redaction/cookieValue';
import { optionWords } from '../../../core/server/optionWords';
import type { Face, FaceRequest } from '../answer/face';
import { HttpError } from '../answer/httpError';
import { Refusal } from '../answer/refusal';
import { whileAsked } from '../answer/whileAsked';
import { note } from '../journal/note';
import type { Trace } from '../journal/trace';
import type { Forwarding } from './forwarding';
import { isOpenEndedJson, watchedJson } from './openEndedJson';
import { OriginRewriter } from './originRewriter';
import { decoderOf, isTextType, mayWait, withOwnLocations } from './upstreamAnswer';
import { chained, copied, lengthOf, limited, retold, shortOrStream, wholeBody } from './upstreamBody';
import { assertMayUseCredential } from './upstreamCaller';
import type { UpstreamConnection, UpstreamExchange, UpstreamJar, UpstreamReply } from './upstreamClient';
import { bodyTooLarge, upstreamRefusal } from './upstreamErrors';
import { headersForClient, headersForUpstream, viaOf, withoutPasscode } from './upstreamHeaders';
import { UpstreamSecrets } from './upstreamSecrets';
import { authorityIn, authorizationIn, type UpstreamTarget } from './upstreamTarget';

const ANSWER = 'upstream.answerMb';

/** The sessions whose cookies of the upstream are kept. */
const SESSIONS = 10_000;
/** The longest answer that is copied for a recording, in bytes. */
const LONGEST_COPY = 16 * 1024 * 1024;
/** The longest answer to a question of this server itself, in bytes. */
const LONGEST_REPLY = 1024 * 1024;

/** What reply-from gives to `onResponse`. */
interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly stream: Readable;
  /** Whether only its JSON can tell whether it is whole. */
  readonly isOpenEnded: boolean;
}

/**
 * The real server behind this one. It gets what this server does not answer itself, without the tokens, cookies and
 * passcodes of this server; its own stay here, in memory only (docs/upstream.md).
 */
export class Upstream implements Face {
  /** Names this server in the header `Via`, so that it recognises its own requests (RFC 9110, 7.6.3). */
  private readonly pseudonym = `session-workbench-${randomBytes(9).toString('hex')}`;
  /** Also of sessions that have ended. */
  readonly secrets = new UpstreamSecrets();
  private readonly jars = new LRUCache<string, UpstreamJar>({ max: SESSIONS });

  private constructor(
    readonly target: UpstreamTarget,
    private readonly connection: UpstreamConnection & { readonly signal: symbol },
    /** The header `Authorization` of all requests, or why there is none. Undefined if sessions have their own. */
    private readonly fixed: string | Refusal | undefined,
    private readonly log: (line: string) => void,
  ) {}

  /**
   * Loads what is needed to talk to it. It is not called itself.
   * @throws OptionsError when a file or variable is missing
   */
  static async open(
    target: UpstreamTarget,
    log: (line: string) => void,
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<Upstream> {
    const { variable, insecure, timeoutMs } = target;
    for (const line of target.warnings) log(line);
    const fixed = variable === undefined ? undefined : authorizationIn(variable, environment);
    if (fixed instanceof Refusal) log(fixed.message);
    const ca = target.ca === undefined ? undefined : await authorityIn(target.ca);
    const { openUpstream, SIGNAL } = await import('./upstreamClient.js');
    const connection = openUpstream(target.origin, { ca, insecure, timeoutMs });
    return new Upstream(target, { ...connection, signal: SIGNAL }, fixed, log);
  }

  /** Adds what answers are sent with. It must come before all faces that pass requests on. */
  register(app: FastifyInstance): void {
    this.connection.register(app);
  }

  dispose(): Promise<void> {
    this.jars.clear();
    return this.connection.close();
  }

  /** Whether a request may be passed on. @param url path and query */
  takes({ method, url }: { readonly method: string; readonly url: string }): boolean {
    // The answer to TRACE has the headers of the request, among them those of the upstream's session.
    return method !== 'TRACE' && method !== 'CONNECT' && !this.target.excepts(url);
  }

  /** Reads the bodies of a scope as they are to be passed on: short ones as a whole, longer ones as streams. */
  readBodies(scope: FastifyInstance): void {
    scope.removeAllContentTypeParsers();
    scope.addHook('onSend', async ({ headers, raw }, reply) => {
      const isUnread = !raw.complete && (headers['content-length'] ?? headers['transfer-encoding']) !== undefined;
      // Nobody reads the rest of a body that was refused, so the connection cannot be used again.
      if (isUnread) reply.header('connection', 'close');
    });
    scope.addContentTypeParser('*', async (request: FaceRequest, payload: Readable) => {
      const { bodyBytes } = this.target;
      const check = (bytes: number) => {
        if (bytes > bodyBytes) throw bodyTooLarge(bodyBytes, length);
      };
      const length = Number(request.headers['content-length'] ?? Number.NaN);
      check(length);
      const body = await shortOrStream(payload, check);
      if (Buffer.isBuffer(body)) request.handling.sent = body;
      return body;
    });
  }

  /**
   * Passes a request on, and answers with the answer. The journal tells both.
   * @throws HttpError when there is none
   */
  async forward(request: FaceRequest, reply: FastifyReply, forwarding: Forwarding): Promise<FastifyReply> {
    const { trace } = request;
    this.assertNoLoop(request);
    if (this.fixed !== undefined && !forwarding.isProven) assertMayUseCredential(request);
    const since = performance.now();
    let answer = await this.exchange(request, reply, forwarding);
    if (answer.statusCode === 401 && forwarding.identity) {
      forwarding.identity.refused();
      // What was sent as a stream is gone.
      if (!(request.body instanceof Readable)) {
        answer.stream.resume();
        note(trace, 'server.upstream.again');
        answer = await this.exchange(request, reply, forwarding);
      }
    }
    const ms = Math.round(performance.now() - since);
    note(
      trace,
      'server.upstream',
      `The request went to ${this.target.origin}, which answered ${answer.statusCode} after ${ms} ms.`,
    );
    const jar = this.jarOf(forwarding.session);
    const secrets = jar?.values() ?? [];
    secrets.push(
      ...this.keepCookies(answer, forwarding.session, trace),
      ...(typeof this.fixed === 'string' ? [this.fixed] : []),
    );
    return this.pass(request, reply, answer, forwarding, secrets);
  }

  /**
   * Asks the upstream for something that no client has asked for, such as a login, with the cookies of a session.
   * @throws Refusal when there is no answer
   */
  async ask(
    session: string,
    question: { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> },
    trace: Trace,
  ): Promise<UpstreamReply> {
    const { origin, prefix, timeoutMs } = this.target;
    const jar = this.jarOf(session);
    const cookie = jar?.header(origin + prefix + question.path) ?? '';
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    try {
      const answer = await this.connection.ask({
        method: 'POST',
        path: prefix + question.path,
        headers: { ...question.headers, via: `1.1 ${this.pseudonym}`, ...(cookie !== '' && { cookie }) },
        body: question.body,
        signal: late.signal,
        most: LONGEST_REPLY,
      });
      this.keepCookies({ headers: { 'set-cookie': [...answer.cookies] } }, session, trace);
      return answer;
    } catch (error) {
      throw upstreamRefusal(
        late.signal.aborted ? Object.assign(new Error(), { code: 'ETIMEDOUT' }) : error,
        origin,
        timeoutMs,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Forgets the cookies of a session. Their values stay secret. */
  forget(session: string): void {
    this.jars.delete(session);
  }

  /** Forgets the cookies of all sessions. */
  restored(): void {
    this.jars.clear();
  }

  private assertNoLoop({ headers }: FaceRequest): void {
    if (!String(headers.via ?? '').includes(this.pseudonym)) return;
    const message = `${this.target.origin} sends the request back to this server; name another one in “upstream”.`;
    throw new HttpError(508, 'upstream-loop', message);
  }

  private jarOf(session: string | undefined): UpstreamJar | undefined {
    if (session === undefined) return undefined;
    const known = this.jars.get(session);
    if (known) return known;
    const jar = this.connection.jar();
    this.jars.set(session, jar);
    return jar;
  }

  private async exchange(
    request: FaceRequest,
    reply: FastifyReply,
    { identity, isProven, session }: Forwarding,
  ): Promise<RawAnswer> {
    const { origin, prefix } = this.target;
    if (this.fixed instanceof Refusal) throw this.fixed;
    const token = this.fixed ?? (await identity?.header());
    if (token !== undefined) request.trace.hide(token.replace(/^\w+ /, ''));
    const hasOwn = request.headers.authorization !== undefined && !isProven;
    if (hasOwn && token === undefined) note(request.trace, 'server.upstream.authorization');
    const path = prefix + withoutPasscode(request.url);
    // Only now: another user has logged in anew before, whose cookies are others.
    const jar = this.jarOf(session);
    for (const value of jar?.values() ?? []) request.trace.hide(value);
    const cookie = jar?.header(origin + path) ?? '';
    const own = { via: viaOf(request, this.pseudonym), ...(cookie !== '' && { cookie }) };
    const added = token === undefined ? own : { ...own, authorization: token };
    try {
      return await whileAsked(request, (signal) => this.send(request, reply, path, added, signal));
    } catch (error) {
      if (request.raw.socket.destroyed) {
        throw new HttpError(400, 'client-gone', 'The client left before the upstream had answered.');
      }
      const { statusCode } = error as { statusCode?: number };
      if (statusCode === 400 || error instanceof URIError) {
        throw new HttpError(400, 'url-malformed', 'The path has “..” in it, or is not well-formed; encode % as %25.');
      }
      throw this.refusalOf(error);
    }
  }

  private send(
    request: FaceRequest,
    reply: FastifyReply,
    target: string,
    added: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<RawAnswer> {
    const { method, body } = request;
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const [path = '', query] = target.split(/\?(.*)/s);
    let cause: Error | undefined;
    let isOpenEnded = false;
    const exchange: UpstreamExchange = {
      signal,
      failed: (error) => {
        cause = error;
      },
      began: (headers) => {
        isOpenEnded = isOpenEndedJson(headers);
      },
    };
    return new Promise((resolve, reject) => {
      reply.from(path, {
        getUpstream: () => this.target.origin,
        queryString: () => query ?? '',
        ...(hasBody && Buffer.isBuffer(body) && wholeBody(body, request.headers['content-type'])),
        rewriteRequestHeaders: (_request, headers) => ({
          ...lengthOf(headersForUpstream({ ...headers, connection: request.headers.connection }), hasBody, body),
          ...added,
          host: new URL(this.target.origin).host,
          [this.connection.signal]: exchange,
        }),
        rewriteHeaders: () => ({}),
        retryDelay: () => null as unknown as number,
        onResponse: (_request, _reply, answer) => resolve({ ...(answer as unknown as RawAnswer), isOpenEnded }),
        onError: (_reply, { error }) => reject(cause ?? error),
      });
    });
  }

  /** @returns the values */
  private keepCookies({ headers }: Pick<RawAnswer, 'headers'>, session: string | undefined, trace: Trace): string[] {
    const jar = this.jarOf(session);
    const cookies = [headers['set-cookie'] ?? []].flat();
    const values = cookies.map(
      (cookie) => jar?.keep(cookie, this.target.origin) ?? /=([^;]*)/.exec(cookie)?.[1]?.trim() ?? '',
    );
    for (const value of values) trace.hide(value);
    if (session !== undefined) this.secrets.keep(session, 'cookie', values.filter(isSessionCookie));
    if (cookies.length > 0) note(trace, 'server.upstream.cookies');
    return values;
  }

  private async pass(
    request: FaceRequest,
    reply: FastifyReply,
    { statusCode, headers: raw, stream, isOpenEnded }: RawAnswer,
    { answered }: Forwarding,
    secrets: readonly string[],
  ): Promise<FastifyReply> {
    const { origin, prefix, answerBytes } = this.target;
    const own = `${request.protocol}://${request.headers.host ?? ''}`;
    const { 'content-length': length, 'content-encoding': encoding, ...theirs } = headersForClient(raw);
    const headers = withOwnLocations(theirs, origin, prefix);
    // The name and build of the server are an option of this one.
    if (reply.hasHeader('server')) delete headers.server;
    const isText = isTextType(String(headers['content-type'] ?? ''));
    const decoder = isText ? decoderOf(String(encoding ?? '')) : undefined;
    const isPlain = encoding === undefined || encoding === 'identity';
    const rewrites = isText && (isPlain || decoder !== undefined);
    const left = decoder || isPlain ? undefined : String(encoding);
    let isBroken = false;
    const tell = (body: Buffer) => {
      if (!isBroken) answered?.({ status: statusCode, headers, body, encoding: left, secrets });
    };
    reply.code(statusCode).headers(headers);
    if (!decoder && encoding !== undefined) reply.header('content-encoding', encoding);
    if (request.method === 'HEAD' || statusCode === 204 || statusCode === 304) {
      stream.resume();
      if (length !== undefined && !rewrites) reply.header('content-length', length);
      if (request.method !== 'HEAD') tell(Buffer.alloc(0));
      return reply.send();
    }
    if (Number(length ?? 0) > answerBytes) {
      stream.destroy();
      throw this.answerTooLarge();
    }
    const steps: Transform[] = [...(decoder ? [decoder] : []), limited(answerBytes, () => this.answerTooLarge())];
    if (left === undefined && isOpenEnded) {
      const broken = () => {
        isBroken = true;
        request.handling.tell(request.trace, (trace) => note(trace, 'server.upstream.unfinished'));
      };
      steps.push(watchedJson(broken));
    }
    if (rewrites) steps.push(OriginRewriter.stream(origin + prefix, own));
    if (length !== undefined && !rewrites) reply.header('content-length', length);
    if (!rewrites || !mayWait(length, headers))
      return reply.send(this.told(request, reply, chained(stream, steps), tell));
    // The journal has an answer that is sent as a whole.
    const whole = chained(stream, steps);
    const body = await shortOrStream(whole).catch((error: Error) => {
      throw this.refusalOf(error);
    });
    if (!Buffer.isBuffer(body)) {
      body.once('close', () => whole.destroy());
      return reply.send(this.told(request, reply, body, tell));
    }
    tell(body);
    return reply.send(body);
  }

  /**
   * A stream that tells the whole when it was sent, and why it broke off. If it does so before anything was sent, the client gets
   * the refusal as its answer.
   */
  private told(
    { raw, handling }: FaceRequest,
    reply: FastifyReply,
    stream: Readable,
    tell: (body: Buffer) => void,
  ): Readable {
    const { origin } = this.target;
    // The socket of the client is destroyed after this, because its answer cannot be made whole.
    stream.once('error', (error: Error) => {
      if (raw.socket.destroyed || !reply.raw.headersSent) return;
      const refusal = this.refusalOf(error);
      handling.second?.broke(refusal);
      this.log(`An answer of ${origin} broke off after it had begun: ${refusal.message}`);
    });
    const copying = chained(stream, [copied(LONGEST_COPY, (body) => body && tell(body))]);
    return retold(copying, (error) => this.refusalOf(error));
  }

  private refusalOf(error: unknown): Refusal {
    const { origin, timeoutMs } = this.target;
    return upstreamRefusal(error, origin, timeoutMs);
  }

  private answerTooLarge(): Error {
    const message = `The answer of ${this.target.origin} is larger than ${optionWords(ANSWER)} allows; ask for less, or let it take more.`;
    return new HttpError(502, 'upstream-answer', message, { remedy: { option: ANSWER } });
  }
}
