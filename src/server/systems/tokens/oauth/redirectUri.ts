import { parsedUrl } from '../../../../core/base/parsedUrl';
import { OptionsError } from '../../../../core/server/optionsError';
import type { TokensClientOption } from '../tokensOptions';

/** What a redirect leads to: this machine, an app by its own scheme, or a site. */
export type RedirectKind = 'loopback' | 'scheme' | 'site';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
/** Schemes that lead to no app, or let a browser run or show something. */
const NO_APP = [
  'about',
  'blob',
  'chrome',
  'content',
  'data',
  'file',
  'filesystem',
  'ftp',
  'http',
  'https',
  'intent',
  'javascript',
  'mailto',
  'ms-browser-extension',
  'resource',
  'sms',
  'tel',
  'urn',
  'vbscript',
  'view-source',
  'ws',
  'wss',
];
/** What an answer adds to the query of a redirect. */
const ANSWER_PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'reason'];
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** @returns undefined for what no redirect may be (RFC 6749, 3.1.2; RFC 8252, 7) */
export function redirectKind(uri: string): RedirectKind | undefined {
  // Nothing that a header or a page could take for something else, and no fragment.
  if (uri.length > 2000 || !/^[\x21-\x7e]+$/.test(uri) || /[#"'<>\\^`{|}]/.test(uri)) return undefined;
  const url = parsedUrl(() => new URL(uri));
  if (!url) return undefined;
  const { protocol, hostname, username, password } = url;
  if (protocol === 'http:' || protocol === 'https:') {
    if (username !== '' || password !== '' || !/^https?:\/\/[^/]/i.test(uri)) return undefined;
    if (LOOPBACK.includes(hostname)) return 'loopback';
    return protocol === 'https:' ? 'site' : undefined;
  }
  return NO_APP.includes(protocol.slice(0, -1)) ? undefined : 'scheme';
}

/**
 * A parameter of an answer that a redirect has in its own query. The answer would have it twice, which RFC 6749, 3.1
 * forbids, and clients differ in which they take.
 */
export function answerParameterIn(uri: string): string | undefined {
  const { searchParams } = new URL(uri);
  return ANSWER_PARAMETERS.find((name) => searchParams.has(name));
}

/** Whether it has a scheme as RFC 8252, 7.1 wants it: the reversed domain of the app. */
export function hasDomainScheme(uri: string): boolean {
  return SCHEME.exec(uri)?.[1]?.includes('.') ?? false;
}

/** Compares character by character (RFC 9700, 2.1), but for the port of this machine (RFC 8252, 7.3). */
export function isRegisteredRedirect(uri: string, registered: string): boolean {
  if (uri === registered) return true;
  if (redirectKind(uri) !== 'loopback' || redirectKind(registered) !== 'loopback') return false;
  return withoutPort(uri) === withoutPort(registered);
}

/** What of a redirect people are told: where it leads, without the rest. */
export function redirectPlace(uri: string): string {
  const { protocol, host } = new URL(uri);
  return protocol === 'http:' || protocol === 'https:' ? host : protocol.slice(0, -1);
}

/** What a Content Security Policy calls the target of a redirect. */
export function redirectSource(uri: string): string {
  const { protocol, origin, hostname } = new URL(uri);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  // A policy cannot name an address of IPv6.
  return isWeb && !hostname.startsWith('[') ? origin : protocol;
}

/**
 * Refuses redirects of the options that no client could use.
 * @throws OptionsError
 */
export function assertRedirects(clients: readonly TokensClientOption[] = []): void {
  clients.forEach(({ redirectUris }, at) => {
    redirectUris.forEach((uri, place) => {
      assertUsable(`“tokens.clients.${at}.redirectUris.${place}”`, uri);
    });
  });
}

/** @throws OptionsError for a redirect that no request can match, or whose answer would have a parameter twice */
function assertUsable(option: string, uri: string): void {
  if (redirectKind(uri) === undefined) {
    throw new OptionsError(
      `${option} is “${uri}”, where no client may be sent; give this machine (“http://127.0.0.1/callback”), a scheme of the app (“com.example.app:/callback”) or an https URL, without a fragment`,
    );
  }
  if (uri.includes('*')) {
    throw new OptionsError(
      `${option} is “${uri}”, but there are no patterns: a redirect is compared character by character (RFC 9700, 2.1); give each one whole, and “%2A” for a “*” that is meant`,
    );
  }
  const parameter = answerParameterIn(uri);
  if (parameter === undefined) return;
  throw new OptionsError(
    `${option} is “${uri}”, whose query has “${parameter}”, which the answer adds itself; give the parameter another name`,
  );
}

function withoutPort(uri: string): string {
  return uri.replace(/^(https?:\/\/(?:\[[^\]]*\]|[^/:?[\]]*)):\d*/i, '$1');
}
