import type { JournalActor, JournalEntry, JournalMessage, JournalRemedy } from '../../../core/protocol/journal';
import { REDACTED } from '../../../core/protocol/secretNames';
import { COMMON_SECRETS, type NamedSecrets } from '../../../core/redaction/namedSecrets';
import {
  type RawHeaders,
  redactBody,
  redactHeaders,
  redactHeaderText,
  redactUrl,
} from '../../../core/redaction/redactMessage';
import { redactSentence, redactText } from '../../../core/redaction/redactText';
import { SentSecrets } from '../../../core/redaction/sentSecrets';
import { limitWords, optionWords } from '../../../core/server/optionWords';
import type { Trace } from './trace';

/** The content of a trace when the answer is complete. */
export type Findings = Pick<Trace, 'face' | 'ip' | 'known' | 'causes' | 'changes' | 'cookies' | 'secrets' | 'isLogin'>;

/** So many characters of a body are kept. */
const SHORT_BODY = 4096;

const REFUSED_BODIES: ReadonlySet<string> = new Set(['server.body-invalid', 'server.json-malformed']);

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
  const { method, url, route, request, status, response, ms } = withoutKnown(exchange, findings.secrets);
  const sent = findings.isLogin || isRefusedCall(findings) ? names.asLogin() : names.at(url);
  const redacted = messageOf(request, sent);
  const secrets = SentSecrets.of(url, exchange.request, sent);
  const echo = (text: string) => secrets.covered(text);
  // A message of the product's own words has its names, options and times as they are, or nobody would know why. What a
  // client sent is covered in it as a value. Only where it repeats a developer's words may anything in it be a passcode.
  const told = (text: string) => echo(redactText(text, names));
  const stated = (text: string) => echo(redactSentence(text, names));
  return {
    at: new Date(at).toISOString(),
    face: findings.face,
    actor: actorOf(findings, request, names),
    method,
    url: redactUrl(url, sent),
    ...(route !== undefined && { route }),
    request: redacted,
    status,
    response: messageOf(response, names, (text) => secrets.coveredInAnswer(text)),
    ms,
    causes: findings.causes.map(({ remedy, quotes, ...cause }) => ({
      ...cause,
      message: withOption(quotes ? told(cause.message) : stated(cause.message), remedy),
      ...(remedy && { remedy: toldRemedy(remedy, told) }),
    })),
    changes: findings.changes.map((change) => ({
      ...change,
      ...(change.detail !== undefined && { detail: told(change.detail) }),
    })),
    cookies: [...findings.cookies],
  };
}

/** The value of a remedy may be a name that a client sent. One that is covered would be wrong, so the reader has to choose. */
function toldRemedy(remedy: JournalRemedy, told: (text: string) => string): JournalRemedy {
  const { option, value } = remedy;
  return typeof value === 'string' && told(value) !== value ? { option } : remedy;
}

/** The message of a reason, which names the option that decided also where the answer has to be in a real system's own words. */
function withOption(message: string, remedy: JournalRemedy | undefined): string {
  if (!remedy || message.includes(optionWords(remedy.option)) || message.includes(limitWords(remedy.option)))
    return message;
  return `${message} Decided by ${optionWords(remedy.option)}.`;
}

/**
 * Whether a call of the control API was refused for its body. Then its members are not those that the API has, and one of
 * them may be a password with another name.
 */
function isRefusedCall({ face, causes }: Findings): boolean {
  return face === 'control' && causes.some(({ rule }) => REFUSED_BODIES.has(rule));
}

function actorOf({ ip, known }: Findings, { headers }: RawMessage, names: NamedSecrets): JournalActor {
  const userAgent = headers['user-agent'];
  const { asked, ...others } = known ?? {};
  // A token in the place of the name is told nowhere.
  const isName = asked !== undefined && asked !== others.user && redactText(asked, names) === asked;
  return {
    ip,
    ...(typeof userAgent === 'string' && { userAgent: redactHeaderText(userAgent, names, 'user-agent') }),
    ...others,
    ...(isName && { asked }),
  };
}

/** A short body is redacted first, because a covered number would make it invalid JSON. A long one would be cut. */
function echoless(body: string, type: string | undefined, names: NamedSecrets, echo: (text: string) => string): string {
  return body.length <= SHORT_BODY
    ? echo(redactBody(body, type, undefined, names))
    : redactBody(echo(body), type, undefined, names);
}

/** Replaces the known secrets. It runs before anything is cut, so that no part of a secret is left. */
function withoutKnown(exchange: RawExchange, secrets: ReadonlySet<string>): RawExchange {
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

function messageOf(
  { headers, body, bodyBytes }: RawMessage,
  names: NamedSecrets,
  echo: (text: string) => string = (text) => text,
): JournalMessage {
  const redacted = redactHeaders(headers, names.inside);
  for (const [name, value] of Object.entries(redacted)) redacted[name] = echo(value);
  const type = redacted['content-type'];
  return {
    headers: redacted,
    ...(body !== undefined && body !== '' && { body: echoless(body, type, names, echo) }),
    bodyBytes,
  };
}
