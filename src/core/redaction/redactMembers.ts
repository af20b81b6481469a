import { REDACTED } from '../protocol/secretNames';
import type { NamedSecrets } from './namedSecrets';

/**
 * The name of a JSON member, if the JSON is part of a text or broken. Its quotes may be escaped, and the first one may
 * be missing.
 */
const MEMBER_NAME = /(?<![\w$.-])([\w$.-]+)\\{0,4}["']\s*:\s*/g;
const MEMBER_VALUE =
  /"(?:[^"\\]|\\[\s\S])*"?|\\{1,4}"(?:(?!\\{1,4}")[\s\S])*(?:\\{1,4}")?|'[^'\r\n]*'?|[[{][^\]}]*[\]}]?|[^\s,}\]"']+/y;
const OPENING = /^\\*["']/;
/** How many characters of a value tell whether it may be a secret. */
const LOOKED_AT = 200;

/**
 * Continues after the value of a secret, but not after other values: in broken JSON, it is unknown which quotes open
 * and which close.
 */
export function redactMembers(text: string, names: NamedSecrets): string {
  let redacted = '';
  let end = 0;
  for (const { 0: start, 1: name = '', index } of text.matchAll(MEMBER_NAME)) {
    if (index < end || !names.isParameter(name)) continue;
    const place = index + start.length;
    // A name such as `state` depends on its value, of which the beginning tells enough.
    const isSure = names.isName(name);
    if (!isSure && !isSecretValue(name, valueAt(text.slice(place, place + LOOKED_AT), 0), names)) continue;
    const isNested = names.isOwn(name) && /[[{]/.test(text.charAt(place));
    const value = isNested ? text.slice(place, nestedEnd(text, place)) : valueAt(text, place);
    if (isSure && !isSecretValue(name, value, names)) continue;
    const quote = OPENING.exec(value)?.[0] ?? '';
    redacted += text.slice(end, place) + quote + REDACTED + quote;
    end = place + value.length;
  }
  return redacted + text.slice(end);
}

/**
 * Where the object or array ends that begins at a place of a broken JSON text. Brackets in its texts may be counted, and
 * a text may end too late, so it is never ended too early: at the end of the text, if nothing closes it.
 */
function nestedEnd(text: string, start: number): number {
  return Math.max(closingEnd(text, start, false), closingEnd(text, start, true));
}

/** @param withQuotes whether brackets between quotes count for nothing */
function closingEnd(text: string, start: number, withQuotes: boolean): number {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (withQuotes && char === '\\') at++;
    else if (withQuotes && char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

function valueAt(text: string, place: number): string {
  MEMBER_VALUE.lastIndex = place;
  return MEMBER_VALUE.exec(text)?.[0] ?? '';
}

function isSecretValue(name: string, value: string, names: NamedSecrets): boolean {
  const inner = withoutQuotes(value);
  return inner !== '' && !/^(?:null|true|false)$/.test(value) && names.isSecret(name, inner);
}

/** Backslashes before the quotes belong to them. */
function withoutQuotes(value: string): string {
  const inner = value.slice(OPENING.exec(value)?.[0].length ?? 0);
  if (!/["']$/.test(inner)) return inner;
  let end = inner.length - 1;
  while (inner[end - 1] === '\\') end--;
  return inner.slice(0, end);
}
