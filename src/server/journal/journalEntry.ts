import type { JournalEntry, JournalMessage } from '../../core/protocol/journal';
import type { Draft } from './draft';
import { type RawHeaders, redactBody, redactHeaders, redactUrl } from './redact';
import { redactTokens } from './redactText';
import { REDACTED } from './secretNames';
import type { Trace } from './trace';

/** A request or an answer as it went over the wire. */
export interface RawMessage {
  readonly headers: RawHeaders;
  /** Absent when there was none, or it is no text. */
  readonly body?: string;
  readonly bodyBytes: number;
}

/** A request and what it got; secrets still in it. */
export interface Exchange {
  readonly method: string;
  /** Path and query as asked. */
  readonly url: string;
  /** As the journal names it, such as `POST /mobileapp/$authenticate`; absent for an unknown one. */
  readonly route?: string;
  readonly request: RawMessage;
  /** 0 when no answer was sent. */
  readonly status: number;
  readonly response: RawMessage;
  /** Real milliseconds. */
  readonly ms: number;
}

/** What an entry has besides texts that differ from one to the next. */
const FRAME = 500;

/**
 * What becomes `entryOf`, once somebody looks; nothing is noted in the trace any more.
 * @param at virtual milliseconds since 1970
 */
export function draftOf(trace: Trace, exchange: Exchange, at: number): Draft {
  trace.seal();
  return new ExchangeDraft(trace, exchange, at);
}

class ExchangeDraft implements Draft {
  readonly size: number;

  constructor(
    private readonly trace: Trace,
    private readonly exchange: Exchange,
    private readonly at: number,
  ) {
    const { url, request, response } = exchange;
    let size = FRAME + url.length + sizeOf(request) + sizeOf(response);
    for (const { rule, message } of trace.causes) size += rule.length + message.length;
    for (const { id, detail = '' } of trace.changes) size += id.length + detail.length;
    this.size = size;
  }

  write(): Omit<JournalEntry, 'id'> {
    return entryOf(this.trace, this.exchange, this.at);
  }
}

function sizeOf({ headers, body = '' }: RawMessage): number {
  let size = body.length;
  for (const name in headers) {
    const value = headers[name];
    size += name.length + (typeof value === 'string' ? value.length : String(value).length);
  }
  return size;
}

/**
 * What the journal keeps of an answer: without secrets, bodies cut.
 * @param at virtual milliseconds since 1970
 */
export function entryOf(trace: Trace, exchange: Exchange, at: number): Omit<JournalEntry, 'id'> {
  const { method, url, route, request, status, response, ms } = covered(exchange, trace.secrets);
  return {
    at: new Date(at).toISOString(),
    face: trace.face,
    actor: trace.actor,
    method,
    url: redactUrl(url),
    ...(route !== undefined && { route }),
    request: messageOf(request),
    status,
    response: messageOf(response),
    ms,
    // They are written to have no secrets, but some repeat what a client sent.
    causes: trace.causes.map(({ rule, message }) => ({ rule, message: redactTokens(message) })),
    changes: trace.changes.map((change) => ({
      ...change,
      ...(change.detail !== undefined && { detail: redactTokens(change.detail) }),
    })),
    cookies: [...trace.cookies],
  };
}

/** The exchange without the secrets that are known as such; before anything is cut, so that no half of one is left. */
function covered(exchange: Exchange, secrets: ReadonlySet<string>): Exchange {
  if (secrets.size === 0) return exchange;
  const cover = (text: string) => [...secrets].reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
  const message = ({ headers, body, bodyBytes }: RawMessage): RawMessage => ({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => {
        if (typeof value === 'string') return [name, cover(value)];
        return [name, typeof value === 'object' ? value.map(cover) : value];
      }),
    ),
    ...(body !== undefined && { body: cover(body) }),
    bodyBytes,
  });
  const { url, request, response } = exchange;
  return { ...exchange, url: cover(url), request: message(request), response: message(response) };
}

function messageOf({ headers, body, bodyBytes }: RawMessage): JournalMessage {
  const redacted = redactHeaders(headers);
  return {
    headers: redacted,
    ...(body !== undefined && body !== '' && { body: redactBody(body, redacted['content-type']) }),
    bodyBytes,
  };
}
