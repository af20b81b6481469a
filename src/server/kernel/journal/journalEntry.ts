import type { JournalActor, JournalEntry, JournalMessage } from '../../../core/protocol/journal';
import { REDACTED } from '../../../core/protocol/secretNames';
import { COMMON_SECRETS, type NamedSecrets } from '../../../core/redaction/namedSecrets';
import { type RawHeaders, redactBody, redactHeaders, redactUrl } from '../../../core/redaction/redactMessage';
import { redactTokens } from '../../../core/redaction/redactText';
import type { Trace } from './trace';

/** The content of a trace when the answer is complete. */
export type Findings = Pick<Trace, 'face' | 'ip' | 'known' | 'causes' | 'changes' | 'cookies' | 'secrets'>;

/** A request or an answer as sent. */
export interface RawMessage {
  readonly headers: RawHeaders;
  /** Absent if there is no body, or if it is no text. */
  readonly body?: string | undefined;
  readonly bodyBytes: number;
}

/** A request and its answer, with their secrets. */
export interface RawExchange {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** The name of the route in the journal, such as `POST /mobileapp/$authenticate`; absent for an unknown route. */
  readonly route?: string | undefined;
  readonly request: RawMessage;
  /** 0 if no answer was sent. */
  readonly status: number;
  readonly response: RawMessage;
  /** Duration in real milliseconds. */
  readonly ms: number;
}

/**
 * Creates the journal entry of an exchange: redacted, and with bodies cut to the maximum length.
 * @param at virtual milliseconds since 1970
 * @param names the names that stand for secrets in this server
 */
export function entryOf(
  findings: Findings,
  exchange: RawExchange,
  at: number,
  names: NamedSecrets = COMMON_SECRETS,
): Omit<JournalEntry, 'id'> {
  const { method, url, route, request, status, response, ms } = covered(exchange, findings.secrets);
  return {
    at: new Date(at).toISOString(),
    face: findings.face,
    actor: actorOf(findings, request, names),
    method,
    url: redactUrl(url, names),
    ...(route !== undefined && { route }),
    request: messageOf(request, names),
    status,
    response: messageOf(response, names),
    ms,
    // Messages should hold no secrets, but some repeat what a client sent.
    causes: findings.causes.map((cause) => ({ ...cause, message: redactTokens(cause.message, names) })),
    changes: findings.changes.map((change) => ({
      ...change,
      ...(change.detail !== undefined && { detail: redactTokens(change.detail, names) }),
    })),
    cookies: [...findings.cookies],
  };
}

function actorOf({ ip, known }: Findings, { headers }: RawMessage, names: NamedSecrets): JournalActor {
  const userAgent = headers['user-agent'];
  return { ip, ...(typeof userAgent === 'string' && { userAgent: redactTokens(userAgent, names) }), ...known };
}

/** Replaces the known secrets. It runs before anything is cut, so that no part of a secret is left. */
function covered(exchange: RawExchange, secrets: ReadonlySet<string>): RawExchange {
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

function messageOf({ headers, body, bodyBytes }: RawMessage, names: NamedSecrets): JournalMessage {
  const redacted = redactHeaders(headers, names);
  return {
    headers: redacted,
    ...(body !== undefined && body !== '' && { body: redactBody(body, redacted['content-type'], undefined, names) }),
    bodyBytes,
  };
}
