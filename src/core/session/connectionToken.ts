import { JsonTooDeepError, parseJson } from '../json/parseJson';

/** The content of a connection token. 4D writes exactly these three keys, in this order. */
export interface ConnectionToken {
  appNameID: string;
  id: string;
  teamID: string;
}

export type TokenDefect = 'notBase64' | 'notUtf8' | 'notJson' | 'tooDeep' | 'notAnObject';

export type DecodedToken = { ok: true; value: Record<string, unknown> } | { ok: false; defect: TokenDefect };

const ASCII = /^[\x20-\x7e]*$/;
/** What is in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/;

/**
 * Decodes a connection token: base64 of a JSON object in UTF-8. The alphabet is standard or URL, with or without
 * padding. A token has no signature and no expiry: whoever knows the three ids can make one.
 */
export function decodeToken(token: string): DecodedToken {
  const decoded = tokenJson(token);
  if (!decoded.ok) return decoded;
  const { text } = decoded;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return { ok: false, defect: error instanceof JsonTooDeepError ? 'tooDeep' : 'notJson' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, defect: 'notAnObject' };
  return { ok: true, value: value as Record<string, unknown> };
}

/** What a token encodes, letter by letter. It need not be JSON. */
export function tokenJson(token: string): { ok: true; text: string } | { ok: false; defect: TokenDefect } {
  const bytes = base64ToBytes(token);
  if (!bytes) return { ok: false, defect: 'notBase64' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, defect: 'notUtf8' };
  }
}

/**
 * The token that 4D writes for these ids, byte for byte: compact JSON in standard base64 without padding. `teamID` is
 * empty without a team. See docs/facts/4d-mobile.md#the-connection-token.
 */
export function encodeToken({ appNameID, id, teamID }: ConnectionToken): string {
  // Nearly all ids are plain, and a folder has a hundred thousand of them.
  if (!PLAIN.test(appNameID) || !PLAIN.test(id) || !PLAIN.test(teamID)) {
    return encodeTokenValue({ appNameID, id, teamID });
  }
  return unpadded(btoa(`{"appNameID":"${appNameID}","id":"${id}","teamID":"${teamID}"}`));
}

/** Encodes any value as a token. Its keys keep their order. */
export function encodeTokenValue(value: object): string {
  const json = JSON.stringify(value);
  return unpadded(btoa(ASCII.test(json) ? json : utf8Binary(json)));
}

function unpadded(base64: string): string {
  return base64.slice(0, base64.length - paddingOf(base64));
}

/**
 * UTF-8 as a string with one character for each byte, which is what `btoa` takes. Tokens are rarely other than ASCII.
 */
function utf8Binary(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

function paddingOf(base64: string): number {
  if (!base64.endsWith('=')) return 0;
  return base64.endsWith('==') ? 2 : 1;
}

export interface TokenDisagreement {
  key: keyof ConnectionToken;
  /** The value in the token. Undefined when the key is missing. */
  found: unknown;
  expected: string;
}

/** Where a decoded token and the ids of the session differ. An id that the session lacks is not compared. */
export function tokenDisagreements(
  value: Record<string, unknown>,
  ids: { applicationId?: string; sessionId?: string; teamId?: string },
): TokenDisagreement[] {
  const wanted: [keyof ConnectionToken, string | undefined][] = [
    ['appNameID', ids.applicationId],
    ['id', ids.sessionId],
    ['teamID', ids.teamId],
  ];
  const differing: TokenDisagreement[] = [];
  for (const [key, expected] of wanted) {
    if (expected === undefined || value[key] === expected) continue;
    // It is not documented whether a token without a team has an empty teamID or none. Both mean "no team".
    if (key === 'teamID' && expected === '' && value[key] === undefined) continue;
    differing.push({ key, found: value[key], expected });
  }
  return differing;
}

function base64ToBytes(text: string): Uint8Array | undefined {
  const body = text.replace(/=+$/, '');
  const padding = text.length - body.length;
  if (body === '' || body.length % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return undefined;
  if (!STANDARD.test(text) && !URL_SAFE.test(text)) return undefined;
  const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
