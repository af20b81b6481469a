import { type Phrase, phrase } from '../compliance/phrase';
import {
  DEFAULT_SECRET_HEADER,
  DEFAULT_TIMEOUT_S,
  LONGEST_TIMEOUT_S,
  PUSH_METHODS,
  type PushMethod,
} from './pushDefaults';

/** A server that can be asked to refresh its sessions, as the setting `sessionWorkbench.push.targets` names it. */
export interface PushTarget {
  readonly name: string;
  /** Absolute, with `http:` or `https:`, without user and password. */
  readonly url: string;
  readonly method: PushMethod;
  readonly headers: Readonly<Record<string, string>>;
  /** The header for the secret, if there is one. */
  readonly secretHeader: string;
  /** The text before the secret in that header. */
  readonly secretPrefix: string;
  readonly timeoutMs: number;
  /** The MobileApps folder whose sessions this server has, as in the setting. Absent when it may be any. */
  readonly mobileApps?: string;
  /** A PEM file with certificates that are trusted in addition to the usual ones. */
  readonly certificate?: string;
}

/** The name of a header: a token of RFC 9110. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that belong to the connection and cannot be chosen. */
const OWN_HEADERS = /^(host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer|proxy-.*)$/i;
/**
 * `http://host:port`, and what follows. A user name is not allowed before the host, because it could contain a
 * password.
 */
const ADDRESS = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]\\]+)(?::(\d{1,5}))?([/?][^\s#]*)?$/i;

export type ReadTarget =
  | { readonly ok: true; readonly target: PushTarget }
  | { readonly ok: false; readonly why: Phrase };

/** Reads one entry of the setting. */
export function readTarget(value: unknown): ReadTarget {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(phrase('A push target is an object with a name and a url.'));
  }
  const given = value as Record<string, unknown>;
  const name = typeof given.name === 'string' ? given.name.trim() : '';
  if (name === '') return wrong(phrase('A push target needs a name.'));
  const why = errorOf(given);
  if (why) return wrong(why);
  const secretHeader = typeof given.secretHeader === 'string' ? given.secretHeader : DEFAULT_SECRET_HEADER;
  const isAuthorization = secretHeader.toLowerCase() === 'authorization';
  const method = PUSH_METHODS.find((each) => each === String(given.method ?? '').toUpperCase()) ?? 'POST';
  const target: PushTarget = {
    name,
    url: String(given.url).trim(),
    method,
    headers: (given.headers ?? {}) as Record<string, string>,
    secretHeader,
    secretPrefix: typeof given.secretPrefix === 'string' ? given.secretPrefix : isAuthorization ? 'Bearer ' : '',
    timeoutMs: (typeof given.timeout === 'number' ? given.timeout : DEFAULT_TIMEOUT_S) * 1000,
    ...(isText(given.mobileApps) && { mobileApps: given.mobileApps }),
    ...(isText(given.certificate) && { certificate: given.certificate }),
  };
  return { ok: true, target };
}

/** All entries of the setting that can be used, without duplicate names, and why the others cannot. */
export function readTargets(value: unknown): { targets: PushTarget[]; errors: Phrase[] } {
  const targets = new Map<string, PushTarget>();
  const errors: Phrase[] = [];
  for (const each of Array.isArray(value) ? value : []) {
    const read = readTarget(each);
    if (!read.ok) errors.push(read.why);
    else if (targets.has(read.target.name)) {
      errors.push(phrase('Two push targets are named “{0}”; the first counts.', read.target.name));
    } else targets.set(read.target.name, read.target);
  }
  return { targets: [...targets.values()], errors };
}

/** Why a text is not a valid push address. Undefined when it is one. */
export function addressError(text: string): Phrase | undefined {
  const [, , , port] = ADDRESS.exec(text.trim()) ?? [undefined];
  if (/^https?:\/\/[^/?#]*@/i.test(text.trim())) {
    return phrase('The url of a push target holds no user and no password: a secret is kept by “Set Push Secret…”.');
  }
  if (!ADDRESS.test(text.trim()) || (port !== undefined && (Number(port) < 1 || Number(port) > 65535))) {
    return phrase('The url of a push target begins with https:// or http:// and names a host.');
  }
  return undefined;
}

/**
 * Scheme, host and port of an address. A secret may be sent to this origin only. Empty when the text is not an address.
 */
export function originOf(url: string): string {
  const [, scheme = '', host = '', port] = ADDRESS.exec(url.trim()) ?? [];
  if (host === '') return '';
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  const shownPort = port === undefined || Number(port) === Number(usual) ? '' : `:${Number(port)}`;
  return `${scheme}://${host}`.toLowerCase() + shownPort;
}

/** Origin and path. The query is not shown, because it may contain a secret. */
export function shownAddress(url: string): string {
  const [, , , , rest = ''] = ADDRESS.exec(url.trim()) ?? [];
  return originOf(url) + (rest.startsWith('/') ? (rest.split('?')[0] ?? '') : '');
}

/** Whether the connection is not encrypted, so that others could read what is sent. */
export function isReadableOnTheWay(url: string): boolean {
  const origin = originOf(url);
  return (
    origin.startsWith('http://') && !/^http:\/\/(localhost|[^/:]+\.localhost|127(\.\d+){3}|\[::1\])(:|$)/.test(origin)
  );
}

/** Whether a text can be the value of a header. */
export function isHeaderValue(text: string): boolean {
  return HEADER_VALUE.test(text);
}

function errorOf(given: Record<string, unknown>): Phrase | undefined {
  const name = String(given.name).trim();
  if (typeof given.url !== 'string') return phrase('Push target “{0}” needs a url.', name);
  const address = addressError(given.url);
  if (address) return address;
  if (given.method !== undefined && !PUSH_METHODS.some((each) => each === String(given.method).toUpperCase())) {
    return phrase('Push target “{0}”: method is one of {1}.', name, PUSH_METHODS.join(', '));
  }
  const { timeout, headers, secretHeader } = given;
  const isTime = typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST_TIMEOUT_S;
  if (timeout !== undefined && !isTime) {
    return phrase('Push target “{0}”: timeout is a number of seconds, {1} at most.', name, String(LONGEST_TIMEOUT_S));
  }
  if (secretHeader !== undefined && !isHeaderName(secretHeader)) {
    return phrase('Push target “{0}”: {1} cannot be sent as a header.', name, JSON.stringify(secretHeader));
  }
  if (headers === undefined) return undefined;
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return phrase('Push target “{0}”: headers is an object of names and texts.', name);
  }
  const bad = Object.entries(headers).find(
    ([header, text]) => !isHeaderName(header) || typeof text !== 'string' || !isHeaderValue(text),
  );
  return bad && phrase('Push target “{0}”: {1} cannot be sent as a header.', name, JSON.stringify(bad[0]));
}

function isHeaderName(text: unknown): text is string {
  return typeof text === 'string' && HEADER_NAME.test(text) && !OWN_HEADERS.test(text);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function wrong(why: Phrase): ReadTarget {
  return { ok: false, why };
}
