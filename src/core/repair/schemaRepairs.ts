import { nearestWord } from '../base/nearestWord';
import type { Finding } from '../compliance/finding';
import { type Phrase, phrase, shortened } from '../compliance/phrase';
import type { JsonValue } from '../edit/jsonValue';
import { changedTexts } from '../json/changedTexts';
import { pointerOf, pointerParts } from '../json/pointer';
import { isSecretName, REDACTED } from '../protocol/secretNames';
import { SESSION_STATUSES } from '../session/session';
import { converted } from './conversion';
import type { DamagedSession, PointerValues } from './damagedSession';
import { derivedText } from './derivedText';
import { type Filling, fillingFor } from './filling';
import type { Repair } from './repair';

// A schema of the user's may allow hundreds of words. Nobody reads that many quick fixes.
const MOST_CHOICES = 8;

/** `mobi/3`: adds what is missing, converts what has the wrong type, and corrects what is misspelt. */
export function schemaRepairs(session: DamagedSession, finding: Finding): Repair[] {
  const { detail, pointer } = finding;
  switch (detail?.kind) {
    case 'missing':
      return missingRepairs(session, finding, pointer + pointerOf([detail.property]));
    case 'type':
      return typeRepairs(session, finding, detail.wanted);
    case 'enum':
      return wordRepairs(session, finding, detail.allowed.filter(isString));
    case 'empty':
      return session.at(pointer) === '' ? fillRepairs(session, finding, pointer) : [];
    default:
      return [];
  }
}

function missingRepairs(session: DamagedSession, finding: Finding, pointer: string): Repair[] {
  if (session.at(pointer) !== undefined) return [];
  const repairs = fillRepairs(session, finding, pointer);
  // Only an accepted session must have a token.
  if (pointer === '/token' && session.fields.status === 'accepted') {
    const title = phrase('Set the status to {0}', shown(session, 'pending'));
    repairs.push(...made(session, finding, 'pending', title, { values: [['/status', 'pending']], safe: false }, false));
  }
  return repairs;
}

function typeRepairs(session: DamagedSession, finding: Finding, wanted: readonly string[]): Repair[] {
  const { pointer } = finding;
  const value = session.at(pointer);
  if (pointer === '' || value === undefined) return [];
  // Replacing null loses nothing.
  if (value === null) return fillRepairs(session, finding, pointer);
  if (pointer === '/status') return statusRepairs(session, finding);
  // A number cannot be converted to one of the allowed words.
  if (pointer === '/send') return [];
  const conversion = converted(value, session.written(pointer), wanted);
  const repairs: Repair[] = [];
  if (conversion !== undefined) {
    const isSecret = pointerParts(pointer).some(isSecretName);
    const title = phrase('Change "{0}" to {1}', nameOf(pointer), isSecret ? REDACTED : shown(session, conversion));
    repairs.push(...made(session, finding, 'convert', title, { values: [[pointer, conversion]], safe: true }, true));
  }
  return [...repairs, ...fillRepairs(session, finding, pointer, repairs.length === 0)];
}

function statusRepairs(session: DamagedSession, finding: Finding): Repair[] {
  return choices(session, finding, SESSION_STATUSES);
}

function wordRepairs(session: DamagedSession, finding: Finding, allowed: readonly string[]): Repair[] {
  const word = session.at(finding.pointer);
  if (typeof word !== 'string' || allowed.includes(word)) return [];
  const meant = nearestWord(word, allowed);
  if (meant === undefined) return choices(session, finding, allowed.slice(0, MOST_CHOICES));
  return setWord(session, finding, meant, true);
}

/** One repair for each allowed word. Only a person can say which one was meant. */
function choices(session: DamagedSession, finding: Finding, words: readonly string[]): Repair[] {
  return words.flatMap((word) => setWord(session, finding, word, false));
}

function setWord(session: DamagedSession, finding: Finding, word: string, meant: boolean): Repair[] {
  const title = phrase('Change "{0}" to {1}', nameOf(finding.pointer), shown(session, word));
  const values: [string, JsonValue][] = [[finding.pointer, word]];
  // An accepted session must have a token.
  if (finding.pointer === '/status' && word === 'accepted' && session.at('/token') === undefined) {
    if (session.canonicalToken === undefined) return [];
    values.push(['/token', session.canonicalToken]);
  }
  return made(session, finding, `word-${word}`, title, { values, safe: meant }, meant);
}

function fillRepairs(session: DamagedSession, finding: Finding, pointer: string, preferred = true): Repair[] {
  const filling = fillingFor(session, pointer);
  if (!filling) return [];
  const found = session.at(pointer);
  const nothingLost = found === undefined || found === null || found === '';
  // An invalid token may be lost.
  const safe = filling.safe && (nothingLost || pointer === '/token');
  const isPreferred = preferred && filling.isGuess !== true;
  return made(session, finding, 'fill', fillTitle(session, pointer, filling, found), { ...filling, safe }, isPreferred);
}

function fillTitle(session: DamagedSession, pointer: string, { values }: Filling, found: unknown): Phrase {
  const value = values[0]?.[1];
  if (pointer === '/token') return phrase('Regenerate the connection token from the content');
  if (value === undefined) return phrase('Add "{0}"', nameOf(pointer));
  return found === undefined
    ? phrase('Add "{0}": {1}', nameOf(pointer), shown(session, value))
    : phrase('Change "{0}" to {1}', nameOf(pointer), shown(session, value));
}

function made(
  session: DamagedSession,
  { code }: Finding,
  id: string,
  title: Phrase,
  { values, safe }: { values: PointerValues; safe: boolean },
  preferred: boolean,
): Repair[] {
  const set = session.set(values);
  if (!set) return [];
  // When the token changes, the device that holds the old one is logged out. That is not safe.
  const isSafe = safe && !set.tokenChanged;
  return [{ id, code, title, ...deedOf(session, values), safe: isSafe, preferred, change: { edits: set.edits } }];
}

function deedOf(session: DamagedSession, [first]: PointerValues): Pick<Repair, 'kind' | 'property'> {
  const pointer = first?.[0] ?? '';
  if (pointer === '/token') return { kind: 'token' };
  return { kind: session.at(pointer) === undefined ? 'add' : 'change', property: nameOf(pointer) };
}

function nameOf(pointer: string): string {
  return pointerParts(pointer).join('.');
}

/** A value in a title. It may be made of what the file has in another place. */
function shown(session: DamagedSession, value: JsonValue): string {
  return shortened(JSON.stringify(changedTexts(value, (text) => derivedText(session, text))), 80);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
