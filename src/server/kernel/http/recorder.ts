import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JournalRemedy } from '../../../core/protocol/journal';
import { COMMON_SECRETS, type NamedSecrets } from '../../../core/redaction/namedSecrets';
import { SentSecrets } from '../../../core/redaction/sentSecrets';
import type { PartReasons } from '../../../core/server/reasons';
import { Handling, type SecondEntry } from '../answer/handling';
import type { Refusal } from '../answer/refusal';
import type { Clock } from '../clock/clock';
import { hostName, plainHostName } from '../guard/hostNames';
import { Drafts } from '../journal/drafts';
import type { RawExchange, RawMessage } from '../journal/journalEntry';
import { note } from '../journal/note';
import type { Journal } from '../journal/storedJournal';
import { Trace } from '../journal/trace';
import { withoutRequest } from '../journal/withoutRequest';
import type { AnswerTurn } from './answerTurn';
import { cut } from './cut';
import { droppedCookie, unsentCookie } from './droppedCookie';
import type { Recording } from './recording';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Whether successful answers are left out of the journal. Otherwise, clients that read the server's state would
     * fill it.
     */
    quiet?: boolean;
    /** The name of the route in the journal, such as `GET /mobileapp/`. Absent for a route of several methods. */
    journalName?: string;
  }
}

/**
 * Longer bodies are left out of journal and recording, because looking for the secrets in them would stop the server for
 * seconds.
 */
const LONGEST_BODY = 1024 * 1024;

/** Gives each request its trace, and adds each answer to the journal before it is sent. */
export class Recorder {
  private readonly drafts: Drafts;

  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly log: (message: string) => void,
    private readonly reasons: ReadonlySet<PartReasons>,
    private readonly recording?: Recording,
    private readonly secrets: NamedSecrets = COMMON_SECRETS,
  ) {
    this.drafts = new Drafts(secrets);
  }

  /**
   * Adds the hooks but that of the begin, which is `begin`. It must be called before the routes are added.
   * @param turn sends the answers that were recorded
   */
  watch(app: FastifyInstance, turn: AnswerTurn): void {
    app.decorateRequest('trace');
    app.decorateRequest('handling');
    app.decorateRequest('callingPage');
    const record = (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: () => void) => {
      const { socket } = request.raw;
      const { answerIsLost } = request.handling;
      // A client that closed the connection, or its half of it, gets no answer.
      const isGone = !socket.writable && !answerIsLost;
      if (isGone && !request.trace.causes.some(({ rule }) => rule === 'server.client-gone')) {
        note(request.trace, 'server.client-gone');
      }
      this.record(request, answerIsLost || isGone ? 0 : reply.statusCode, reply, payload);
      if (answerIsLost) cut(socket);
      // A stream may fail before anybody listens to it, if it waits.
      if (typeof payload === 'string' && !answerIsLost) turn.add(done);
      else done();
    };
    // This hook runs after all others, including those of a face, so that the entry has all that they add to the
    // answer.
    app.addHook('onRoute', (route) => {
      route.onSend = [...[route.onSend ?? []].flat(), record];
      // The name is created once, and not for each entry.
      const [method, ...others] = [route.method].flat();
      if (others.length === 0) route.config = { ...route.config, journalName: `${method} ${route.url}` };
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      if (request.is404) record(request, reply, payload, done);
      else done();
    });
  }

  /** Prepares a request. Also called for a request for which Fastify calls no hooks. */
  begin(request: FastifyRequest): void {
    const { config, url } = request.routeOptions;
    request.handling = new Handling(config, url);
    request.trace = new Trace(config.face ?? 'server', request.ip, this.reasons);
  }

  /**
   * Adds an entry for data that is no HTTP request. The data may be anything, so it is not kept. It is not added to a
   * recording, because it could not be sent again.
   */
  recordRefused(socket: Socket, refusal: Refusal): void {
    const trace = new Trace('server', peerOf(socket), this.reasons);
    refusal.noteIn(trace);
    this.add(trace, withoutRequest(refusal.statusCode), this.clock.now());
  }

  /** Adds the entry of a request whose end cannot be read. Nothing that is answered later changes it. */
  recordBroken(request: FastifyRequest, refusal: Refusal, body: string): void {
    refusal.noteIn(request.trace);
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    this.record(request, refusal.statusCode, { getHeaders: () => headers }, body);
  }

  /** @param status 0 if no answer is sent */
  record(
    request: FastifyRequest,
    status: number,
    reply: { getHeaders(): Readonly<Record<string, number | string | string[] | undefined>> },
    payload?: unknown,
  ): void {
    const { handling, trace, method } = request;
    if (handling.isRecorded) return;
    handling.isRecorded = true;
    const { config, pattern } = handling;
    if (config.quiet && status < 400 && status !== 0) return;
    const headers = reply.getHeaders();
    const cookies = headers['set-cookie'];
    if (cookies !== undefined) {
      for (const name of cookieNames(cookies)) if (!trace.cookies.includes(name)) trace.cookie(name);
      noteDropped(request, cookies);
    }
    const exchange = {
      method,
      url: request.originalUrl,
      route: config.journalName ?? (pattern === undefined ? undefined : `${method} ${pattern}`),
      request: sentMessage(request),
      status,
      response: status === 0 ? NO_ANSWER : message(headers, payload, config.withoutBody),
      ms: performance.now() - handling.since,
    };
    handling.second = new Second(this, trace, exchange);
    const now = this.clock.now();
    this.recording?.add(trace.face, exchange, now, trace.isLogin);
    this.add(trace, exchange, now);
  }

  /** Covers in a text what it repeats of the secrets of a request: the message of an error, for the log. */
  withoutSent(request: FastifyRequest, text: string): string {
    const { originalUrl, trace } = request;
    const names = trace.isLogin ? this.secrets.asLogin() : this.secrets.at(originalUrl);
    return SentSecrets.of(originalUrl, sentMessage(request), names).covered(text);
  }

  /** Adds an entry of what a request led to after its first one. */
  addAfter(trace: Trace, exchange: RawExchange): void {
    this.add(trace, exchange, this.clock.now());
  }

  private add(trace: Trace, exchange: RawExchange, now: number): void {
    this.journal.add(this.drafts.of(trace, exchange, now)).catch(this.notAdded);
  }

  private readonly notAdded = (error: Error) => this.log(`An answer is not in the journal: ${error.message}`);
}

const NO_ANSWER: RawMessage = { headers: {}, bodyBytes: 0 };

/** An object and no function, because each request gets one and hardly any needs it. */
class Second implements SecondEntry {
  constructor(
    private readonly recorder: Recorder,
    private readonly trace: Trace,
    private readonly exchange: RawExchange,
  ) {}

  broke(refusal: Refusal): void {
    this.add(0, (after) => refusal.noteIn(after));
  }

  learned(tell: (trace: Trace) => void): void {
    this.add(this.exchange.status, tell);
  }

  private add(status: number, tell: (trace: Trace) => void): void {
    const after = this.trace.after();
    tell(after);
    this.recorder.addAfter(after, { ...this.exchange, status, response: NO_ANSWER });
  }
}

/**
 * The address of the client. For an error inside TLS, Node gives a socket around the connection that does not know the
 * address. Node has no public way to get from it to the connection.
 */
function peerOf(socket: Socket & { readonly _parent?: Socket | null }): string {
  return socket.remoteAddress ?? socket._parent?.remoteAddress ?? '';
}

function sentMessage({ headers, body, handling }: FastifyRequest): RawMessage {
  const { sent, config } = handling;
  const { face, withoutBody } = config;
  const bytes = sent ?? (Buffer.isBuffer(body) ? body : undefined);
  // The header is left out completely, without its last characters: there is only one control token, and all readers of
  // the journal have it.
  const safe = face === 'control' ? { ...headers, authorization: undefined } : headers;
  return message(safe, bytes, withoutBody);
}

function message(headers: RawMessage['headers'], payload: unknown, withoutBody = false): RawMessage {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return { headers, bodyBytes: 0 };
  const bodyBytes = Buffer.byteLength(payload);
  if (withoutBody || bodyBytes > LONGEST_BODY || (typeof payload !== 'string' && !isText(payload, headers)))
    return { headers, bodyBytes };
  return { headers, body: payload.toString(), bodyBytes };
}

/**
 * Whether a body is text that can be read here. Without a content type it is most likely JSON that was sent by hand. What
 * has zeros is UTF-16: its names could not be found, and its secrets would not be hidden.
 */
function isText(bytes: Buffer, headers: RawMessage['headers']): boolean {
  const { 'content-type': type, 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity' || bytes.includes(0)) return false;
  return type === undefined || /^text\/|json|xml|x-www-form-urlencoded/i.test(String(type));
}

/** Says which cookies of an answer a browser would drop, or keep back, so that nobody looks for them in vain. */
function noteDropped(request: FastifyRequest, cookies: number | string | string[]): void {
  const { headers, protocol, trace, originalUrl, handling } = request;
  const host = plainHostName(hostName(headers.host ?? '') ?? '');
  const call = { isSecure: protocol === 'https', host, path: originalUrl.replace(/[?#].*$/s, '') };
  const names = new Map<
    string,
    { readonly cookies: string[]; readonly remedy?: JournalRemedy; readonly isKept: boolean }
  >();
  for (const line of [cookies].flat()) {
    const dropped = droppedCookie(String(line), call, handling.config.cookieOptions);
    const found = dropped ?? unsentCookie(String(line), call, handling.config.cookieOptions);
    if (!found) continue;
    const { name, reason, remedy } = found;
    const same = names.get(reason);
    if (same) same.cookies.push(name);
    else names.set(reason, { cookies: [name], ...(remedy && { remedy }), isKept: dropped === undefined });
  }
  for (const [reason, { cookies: dropped, remedy, isKept }] of names) {
    const which = `${dropped.length === 1 ? 'cookie' : 'cookies'} ${dropped.join(', ')}`;
    if (isKept)
      note(trace, 'server.cookie-unsent', `A browser does not send the ${which} back to this path: ${reason}.`, remedy);
    else note(trace, 'server.cookie-dropped', `A browser drops the ${which}: ${reason}.`, remedy);
  }
}

function cookieNames(header: number | string | string[]): string[] {
  return [header].flat().map((cookie) => String(cookie).split('=', 1)[0]?.trim() ?? '');
}
