import { optionWords } from '../../../core/server/optionWords';
import { bodyAdvice, HttpError } from '../answer/httpError';
import { Refusal } from '../answer/refusal';

/** Codes of Node and OpenSSL that are about the certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|^HOSTNAME_MISMATCH$/;

const LONGEST_NAMES = 200;
/** The maximum of `upstream.bodyMb`. */
const LARGEST_BODY_MB = 4096;

const TIMEOUT = 'upstream.timeoutMs';
const AUTHORITY = 'upstream.ca';
const INSECURE = 'upstream.insecure';
const WHOLE = 'upstream';

/** The parser of HTTP names no code for some of its errors. */
const PARSER_CODES: Readonly<Record<string, string>> = { HTTPParserError: 'HPE_INVALID' };

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];

const UNREACHABLE: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'its name is not known at the moment',
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOTFOUND: 'there is no server of this name',
};

/**
 * The refusal for an exchange with the upstream that failed: 504 when it took too long, 502 else. It says what to do.
 * @param origin of the upstream
 */
export function upstreamRefusal(error: unknown, origin: string, timeoutMs: number): Refusal {
  const own = refusalIn(error);
  if (own) return own;
  const code = codeOf(error);
  if (TIMEOUTS.includes(code)) {
    const message = `${origin} did not answer within ${timeoutMs} ms; look there, or give it more with ${optionWords(TIMEOUT)}.`;
    return new HttpError(504, 'upstream-timeout', message, { remedy: { option: TIMEOUT } });
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const message = `The certificate of ${origin} is for ${namesIn(error)}; write ${optionWords(WHOLE)} with a name that it has, or accept any with upstream.insecure.`;
    return new HttpError(502, 'upstream-certificate', message, { remedy: { option: WHOLE } });
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const why = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet';
    const message = `The certificate of ${origin} ${why}; renew it there, or accept any with ${optionWords(INSECURE)}.`;
    return new HttpError(502, 'upstream-certificate', message, { remedy: { option: INSECURE } });
  }
  if (CERTIFICATE.test(code)) {
    const message = `The certificate of ${origin} is not trusted (${code}); name its authority with ${optionWords(AUTHORITY)}, or accept any with upstream.insecure.`;
    return new HttpError(502, 'upstream-certificate', message, { remedy: { option: AUTHORITY } });
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    const message = `${origin} does not speak TLS as expected (${code}); is it http:// instead of https:// in ${optionWords(WHOLE)}?`;
    return new HttpError(502, 'upstream-certificate', message, { remedy: { option: WHOLE } });
  }
  const why = UNREACHABLE[code];
  if (why !== undefined) {
    const message = `${origin} cannot be reached: ${why}; start it, or mend ${optionWords(WHOLE)}.`;
    return new HttpError(502, 'upstream-down', message, { remedy: { option: WHOLE } });
  }
  return new HttpError(502, 'upstream-broken', `${origin} ${brokenBy(code)}; look into its log, or mend “upstream”.`);
}

/** What has happened, without the names that libraries have for it. */
function brokenBy(code: string): string {
  if (code.startsWith('HPE_')) return 'answered with something that is no HTTP';
  if (/^Z_|^ERR_.*BROTLI/.test(code)) return 'sent a compressed answer that is damaged';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'sent headers that are too large';
  if (code.endsWith('CONTENT_LENGTH_MISMATCH')) return 'sent an answer of another length than it said';
  return 'ended the connection before its answer was whole';
}

/** The names that a certificate is for, such as `4d.example.test, 10.0.0.7`. */
function namesIn(error: unknown): string {
  const seen: unknown[] = [];
  for (let each = error; each instanceof Error && !seen.includes(each); each = each.cause) {
    seen.push(each);
    const { cert } = each as { cert?: { subjectaltname?: string; subject?: { CN?: string } } };
    const names = cert?.subjectaltname?.replace(/\b(?:DNS|IP Address):/g, '') ?? cert?.subject?.CN;
    if (names) return names.slice(0, LONGEST_NAMES);
  }
  return 'another name';
}

/** The code of an error, or of the one that caused it. */
function codeOf(error: unknown): string {
  const seen: unknown[] = [];
  let found = '';
  for (let each = error; each instanceof Error && !seen.includes(each); each = each.cause) {
    seen.push(each);
    const { code = PARSER_CODES[each.name] } = each as NodeJS.ErrnoException;
    // An error with several addresses has one for each.
    const first = each instanceof AggregateError ? codeOf(each.errors[0]) : undefined;
    // What the proxy library makes of an error says less than the error.
    if (typeof code === 'string' && code !== '' && !code.startsWith('FST_')) found = code;
    else if (first) found = first;
  }
  return found;
}

/** A limit of this server that ended the exchange. */
function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  return error instanceof Error && error.cause !== error ? refusalIn(error.cause) : undefined;
}

/**
 * The refusal of a body that is larger than `upstream.bodyMb`.
 * @param most bytes
 * @param length bytes that the client has told, or NaN
 */
export function bodyTooLarge(most: number, length: number): Refusal {
  const { message, remedy } = bodyAdvice(most, { option: 'upstream.bodyMb', most: LARGEST_BODY_MB }, length);
  return new HttpError(413, 'upstream-body', message, { remedy });
}
