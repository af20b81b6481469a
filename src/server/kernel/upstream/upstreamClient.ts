import tls from 'node:tls';
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance } from 'fastify';
import { CookieJar } from 'tough-cookie';
import { Agent, type Dispatcher } from 'undici';

/** The header under which a request carries its exchange to the dispatcher. It is a symbol, so it is never sent. */
export const SIGNAL: unique symbol = Symbol('exchange of the request');

/** What reply-from has no way to pass on. */
export interface UpstreamExchange {
  /** Ends the request when its client leaves. */
  readonly signal: AbortSignal;
  /** Gets the error itself, of which reply-from may keep the message only. */
  failed(error: Error): void;
  /** Gets all headers of the answer, of which reply-from leaves some out. Names are in lower case. */
  began(headers: Readonly<Record<string, string | string[] | undefined>>): void;
}

/** Larger headers of an answer are refused. */
const HEADER_BYTES = 64 * 1024;

export interface UpstreamConnection {
  /** Adds `reply.from` to a server. */
  register(app: FastifyInstance): void;
  /** Sends a request outside of a request to this server. */
  ask(request: UpstreamQuestion): Promise<UpstreamReply>;
  jar(): UpstreamJar;
  close(): Promise<void>;
}

export interface UpstreamQuestion {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Bytes of the answer that are read. A longer one is refused. */
  readonly most: number;
}

export interface UpstreamReply {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** The cookies that the upstream gave to one session. */
export interface UpstreamJar {
  /** The values of all cookies. */
  values(): string[];
  /** The header `Cookie` for a URL. Empty if there is none. */
  header(url: string): string;
  /** @param cookie a header `Set-Cookie` @returns its value; undefined if it does not count */
  keep(cookie: string, url: string): string | undefined;
}

/**
 * Opens connections to one server. This module is a bundle of its own, which only a server with an upstream loads: its
 * libraries take as long to load as all others together.
 * @param origin without a slash at the end
 */
export function openUpstream(
  origin: string,
  options: { readonly ca: string | undefined; readonly insecure: boolean; readonly timeoutMs: number },
): UpstreamConnection {
  const { ca, insecure, timeoutMs } = options;
  const agent = new Agent({
    connect: {
      rejectUnauthorized: !insecure,
      timeout: timeoutMs,
      ...(ca !== undefined && { ca: [...tls.rootCertificates, ca] }),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: HEADER_BYTES,
  });
  return {
    register: (app) =>
      void app.register(replyFrom, { undici: withSignals(agent), disableCache: true, disableRequestLogging: true }),
    ask: async ({ method, path, headers, body, signal, most }) => {
      const answer = await agent.request({ origin, path, method, headers, signal, body: body ?? null });
      const cookies = [answer.headers['set-cookie'] ?? []].flat();
      return { status: answer.statusCode, cookies, text: await textOf(answer.body, most) };
    },
    jar: () => jarOf(),
    close: () => agent.destroy(),
  };
}

type Answered = (error: Error | null, data: Dispatcher.ResponseData) => void;

/** A dispatcher that knows the exchange of each request. */
function withSignals(agent: Agent): Agent {
  const request = (options: Dispatcher.RequestOptions, done: Answered): void => {
    const headers = options.headers as Record<symbol, unknown>;
    const exchange = headers[SIGNAL] as UpstreamExchange | undefined;
    delete headers[SIGNAL];
    const signal = exchange?.signal;
    agent.request({ ...options, ...(signal && { signal }) }, (error, data) => {
      if (error) exchange?.failed(error);
      else exchange?.began(data.headers);
      done(error, data);
    });
  };
  return { request } as unknown as Agent;
}

async function textOf(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw new Error('The answer is too long.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function jarOf(): UpstreamJar {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false, looseMode: true });
  return {
    header: (url) => jar.getCookieStringSync(url),
    values: () => jar.serializeSync()?.cookies.flatMap(({ value }) => (value ? [value] : [])) ?? [],
    keep: (cookie, url) => jar.setCookieSync(cookie, url, { ignoreError: true })?.value,
  };
}
