import { formDecoded } from '../base/urlText';
import type { Json } from '../json/json';
import type { RecordedExchange } from '../protocol/recordedExchange';
import type { SecretShapes } from '../protocol/secretShapes';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody } from '../redaction/redactMessage';
import { parsedJson } from './facts';
import type { RequestSource } from './scenarioSource';
import { hasSecretNumber } from './secretNumbers';
import { isOnPlatform, type RecordedSystem } from './systemRecording';
import { textsIn } from './textsIn';

/** Headers that the client or the runner sets itself. */
const OWN = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-length',
  'cookie',
  'dnt',
  'host',
  'keep-alive',
  'origin',
  'pragma',
  'priority',
  'referer',
  'te',
  'transfer-encoding',
  'upgrade-insecure-requests',
  'user-agent',
]);

/**
 * Turns a recorded request into the request of a step. Secrets and addresses are not replaced yet.
 * @param shapes what secrets look like
 * @param names tells from names what is secret
 */
export function stepRequest(
  { face, method, url, request }: RecordedExchange,
  origins: { readonly externalPlatformUrl: string; readonly systems: readonly RecordedSystem[] },
  shapes: SecretShapes,
  names: NamedSecrets,
): RequestSource {
  const header = (name: string) => request.headers.find(([each]) => each === name)?.[1];
  const type = header('content-type') ?? '';
  const body = bodyOf(request.body, type, shapes, names);
  const headers = request.headers.filter(
    ([name]) => !OWN.has(name) && !name.startsWith('sec-') && !(name === 'content-type' && body.says),
  );
  const usual = request.body === undefined ? 'GET' : 'POST';
  const initiator =
    header('referer') ?? (header('sec-fetch-site') === 'cross-site' ? `${origins.externalPlatformUrl}/` : undefined);
  const mode = header('sec-fetch-mode');
  return {
    ...(method !== usual && { method }),
    url: isOnPlatform(face, origins.systems) ? `${origins.externalPlatformUrl}${url}` : url,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...body.source,
    ...(initiator !== undefined && { initiator }),
    ...(mode !== undefined && mode !== 'navigate' && { mode: 'fetch' as const }),
  };
}

export function userAgentOf({ request }: RecordedExchange): string {
  return request.headers.find(([name]) => name === 'user-agent')?.[1] ?? '';
}

/** @returns the body, and whether its form already determines the content type */
function bodyOf(
  body: string | undefined,
  type: string,
  shapes: SecretShapes,
  names: NamedSecrets,
): { source: Partial<RequestSource>; says: boolean } {
  if (body === undefined) return { source: {}, says: false };
  if (/^application\/json\s*(?:;|$)/i.test(type)) {
    const json = parsedJson(body);
    if (json !== undefined && !hasSecretKey(json, shapes, names) && !hasSecretNumber(json as Json, names))
      return { source: { json }, says: true };
  }
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    const pairs = body.split('&').map((pair) => /^([^=]*)=?(.*)$/s.exec(pair)?.slice(1, 3).map(formDecoded) ?? []);
    const form = Object.fromEntries(pairs);
    if (Object.keys(form).length === pairs.length && !hasSecretKey(form, shapes, names))
      return { source: { form }, says: true };
  }
  return { source: { text: body }, says: false };
}

/** Whether a key is a secret. A variable cannot stand for it, so the body stays a text. */
function hasSecretKey(body: unknown, shapes: SecretShapes, names: NamedSecrets): boolean {
  // A key is no body, which in a login is secret as a whole where nobody knows its form.
  const inKey = names.isLogin ? names.inside : names;
  const hasSecret = (key: string) =>
    !names.isShownName(key) ||
    shapes.in(key).length > 0 ||
    redactBody(key, '', Number.POSITIVE_INFINITY, inKey) !== key;
  const keys = keysIn(body);
  if (keys.some(hasSecret)) return true;
  // One below a member that is secret may be covered for its place alone.
  const shown = parsedJson(redactBody(JSON.stringify(body), 'application/json', Number.POSITIVE_INFINITY, names));
  return keysIn(shown).join('\n') !== keys.join('\n');
}

function keysIn(body: unknown): string[] {
  return [...textsIn(body)].flatMap(({ text, inKey }) => (inKey ? [text] : []));
}
