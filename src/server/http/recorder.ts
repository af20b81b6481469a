import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock/clock';
import type { Journal } from '../journal/journal';
import { draftOf, type RawMessage } from '../journal/journalEntry';
import { Trace } from '../journal/trace';
import { cut } from './cut';
import type { Recording } from './recording';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it was read. */
    sent?: Buffer | undefined;
    /** Real time at which the request came, as `performance.now()`. */
    since: number;
    /** The journal has it. */
    recorded: boolean;
    /** What is answered is to be thrown away, with the connection. */
    answerIsLost: boolean;
  }
  interface FastifyContextConfig {
    /** What succeeds here is not worth an entry: those who look on would fill the journal by looking. */
    quiet?: boolean;
    /** The bodies are too large, or too full of secrets, for an entry. */
    withoutBody?: boolean;
  }
}

/** Gives each request its trace, and each answer its place in the journal, before the answer leaves. */
export class Recorder {
  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly log: (message: string) => void,
    private readonly recording?: Recording,
  ) {}

  /** Must be called before the routes are added. */
  watch(app: FastifyInstance): void {
    app.decorateRequest('trace');
    app.decorateRequest('sent');
    app.decorateRequest('since', 0);
    app.decorateRequest('recorded', false);
    app.decorateRequest('answerIsLost', false);
    app.addHook('onRequest', (request, _reply, done) => {
      request.since = performance.now();
      const { face = 'server' } = request.routeOptions.config;
      request.trace = new Trace(face, request.ip, request.headers['user-agent']);
      done();
    });
    const record = (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: () => void) => {
      const { socket } = request.raw;
      // Who went away hears nothing.
      this.record(request, request.answerIsLost || socket.destroyed ? 0 : reply.statusCode, reply, payload);
      if (request.answerIsLost) cut(socket);
      done();
    };
    // After all other hooks, those of a face too: what they add to the answer is in the entry.
    app.addHook('onRoute', (route) => {
      route.onSend = [...[route.onSend ?? []].flat(), record];
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      if (request.is404) record(request, reply, payload, done);
      else done();
    });
  }

  /** @param status 0 when no answer is sent */
  record(request: FastifyRequest, status: number, reply: FastifyReply, payload?: unknown): void {
    if (request.recorded) return;
    request.recorded = true;
    const { config, url } = request.routeOptions;
    if (config.quiet && status < 400 && status !== 0) return;
    const { trace } = request;
    const headers = reply.getHeaders();
    const cookies = headers['set-cookie'];
    if (cookies !== undefined) {
      for (const name of cookieNames(cookies)) if (!trace.cookies.includes(name)) trace.cookie(name);
    }
    const exchange = {
      method: request.method,
      url: request.originalUrl,
      ...(url !== undefined && { route: `${request.method} ${url}` }),
      request: sentMessage(request, config),
      status,
      response: status === 0 ? { headers: {}, bodyBytes: 0 } : message(headers, payload, config.withoutBody),
      ms: Math.round((performance.now() - request.since) * 1000) / 1000,
    };
    this.recording?.add(trace.face, exchange, this.clock.now());
    try {
      this.journal.add(draftOf(trace, exchange, this.clock.now()));
    } catch (error) {
      // The entry is in; somebody who heard of it failed.
      this.log(`A listener of the journal failed: ${(error as Error).message}`);
    }
  }
}

function sentMessage({ headers, body, sent }: FastifyRequest, { face, withoutBody }: FastifyContextConfig): RawMessage {
  const bytes = sent ?? (Buffer.isBuffer(body) ? body : undefined);
  // Not even the end of it: there is one such token, and everybody who reads the journal has it.
  const safe = face === 'control' ? { ...headers, authorization: undefined } : headers;
  return message(safe, bytes, withoutBody);
}

function message(headers: RawMessage['headers'], payload: unknown, withoutBody = false): RawMessage {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return { headers, bodyBytes: 0 };
  const bodyBytes = Buffer.byteLength(payload);
  if (withoutBody || !isText(headers['content-type'])) return { headers, bodyBytes };
  return { headers, body: payload.toString(), bodyBytes };
}

/** Without a type it is most likely JSON that somebody sent by hand. */
function isText(type: RawMessage['headers'][string]): boolean {
  return type === undefined || /^text\/|json|xml|x-www-form-urlencoded/i.test(String(type));
}

function cookieNames(header: number | string | string[]): string[] {
  return [header].flat().map((cookie) => String(cookie).split('=', 1)[0]?.trim() ?? '');
}
