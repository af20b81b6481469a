import { fullyDecoded } from '../protocol/canonicalPath';
import { functionPath } from '../protocol/functionPath';
import { isBeforeSecret, isLoginSegment } from '../protocol/loginPath';
import { REDACTED } from '../protocol/redacted';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { isPlainFile, isRouteWord } from './routeWords';
import { hasShapeOfName, isShownInLogin } from './shownInLogin';

/** What stands between the parts of a path, also when it is escaped, as often as it may be. */
const SEPARATOR = /([\\/;?&]|%(?:25)*(?:2[fF6]|5[cC]|3[bBfF]))/;
/** A name and its value in one part of a path. */
const PAIR = /^([^=:%]{1,64})(=|:|%(?:25)*3[aAdD])(.+)$/s;
/** A part of a path that is no word: it has a digit or a character of another kind. */
const PARAMETER = /^(?=.*(?:\d|[^\w$.-])).{4,}$/s;
/** An entity of 4D, by the number of its key. */
const ENTITY = /^[A-Za-z_]{1,40}\(\d{1,9}\)$/;
/** A class or a function of a 4D project. A digit may stand at its end. */
const CALL_NAME = /^[A-Za-z_$]{1,40}\d?$/;
/** Credentials in front of a host. */
const USER_INFO = /^(?!(?:mailto|acct|sip|sips|xmpp|tel|urn):)[^:@]+:[^@]+@/i;
/** A name of a route: all of it, up to what may be its parameters. */
const PLAIN_NAME = /^[\p{L}\p{M}\p{N}_$.~ -]*/u;
const LETTERS = /^[A-Za-z]+$/;
/** Credentials of the header `Authorization`, escaped for a URL. A word behind `Basic` is none. */
const CREDENTIALS = /(\b(?:Basic|Bearer|DPoP)(?:%20|\+){1,4})(?=[\w.~+-]{0,512}(?:[\d=]|%3[Dd]))[\w.~+=%-]{8,}/gi;

interface Part {
  /** As it was sent. */
  readonly sent: string;
  readonly text: string;
  /** Whether it stands behind a semicolon or a question mark. */
  readonly isParameter: boolean;
  /** Its place in the list that is joined again. */
  readonly at: number;
}

/**
 * Covers the parts of a path that may be parameters: of a login, of a link in a mail, or of a method of 4D. Their names are
 * compared in the one form in which routes are told apart, and what is shown is as it was sent.
 */
export function redactPath(given: string, names: NamedSecrets = COMMON_SECRETS): string {
  const [, origin = '', path = ''] =
    /^([a-z][\w+.-]{0,32}:\/\/[^/]*)?(.*)$/is.exec(given.replace(CREDENTIALS, `$1${REDACTED}`)) ?? [];
  const pieces = path.split(SEPARATOR);
  const parts = pieces.flatMap((sent, at): Part[] => {
    const text = at % 2 === 0 ? fullyDecoded(sent).trim() : '';
    if (text === '' || text === '.' || text === '..') return [];
    return [{ sent, text, isParameter: /^[;?&]|[bBfF6]$/.test(separatorBefore(pieces, at)), at }];
  });
  const covers = coversOf(parts, names);
  return origin + pieces.map((piece, at) => covers.get(at) ?? piece).join('');
}

/** An escaped slash and an escaped question mark end with the same letter. */
function separatorBefore(pieces: readonly string[], at: number): string {
  const separator = at > 0 ? (pieces[at - 1] as string) : '';
  return /(?:2[fF]|5[cC])$/.test(separator) ? '/' : separator;
}

/** What is put in the place of parts. */
function coversOf(parts: readonly Part[], names: NamedSecrets): ReadonlyMap<number, string> {
  const segments = parts.filter(({ isParameter }) => !isParameter);
  const texts = segments.map(({ text }) => text);
  const login = texts.findIndex(isBeforeSecret);
  const isLogin = names.isLogin || texts.some(isLoginSegment);
  const called = functionPath(texts);
  const parameters = called?.parameters;
  const names4D = called?.isRest ? namesOfCall(texts) : 0;
  const covers = new Map<number, string>();
  // Behind the name of a user in the path of a login stands what the user gives.
  let given = false;
  let place = -1;
  for (const part of parts) {
    if (!part.isParameter) place++;
    const before = texts[place - 1];
    const pair = coveredPair(part, names, isLogin && (part.isParameter || place >= login || names.isLogin));
    if (pair !== undefined) {
      if (pair !== part.sent) covers.set(part.at, pair);
      continue;
    }
    if (!isLogin && USER_INFO.test(part.text) && !part.text.includes(REDACTED)) {
      covers.set(part.at, REDACTED);
      continue;
    }
    if (isRouteWord(part.text)) continue;
    // The names of a class and of its function, of which neither is a value.
    if (!part.isParameter && place < names4D && isCallName(part.text)) continue;
    if (part.isParameter) {
      if (isLogin) covers.set(part.at, REDACTED);
      continue;
    }
    if (isNamedValue(before, part.text)) {
      given = true;
      continue;
    }
    const isCovered = () => {
      if (parameters !== undefined) return place >= parameters && !isShort(part.text);
      if (login < 0 || place < login) return isLogin && (given ? !isShort(part.text) : isValue(part.text));
      if (!isLogin) return place > login && PARAMETER.test(part.text);
      return place > login && !isShort(part.text) && !isUser(texts, place, login) && !isPlainFile(part.text);
    };
    if (place === login && (parameters === undefined || place < parameters)) {
      const cover = isLogin ? coveredName(part) : undefined;
      if (cover !== undefined) covers.set(part.at, cover);
    } else if (isCovered()) covers.set(part.at, REDACTED);
  }
  return covers;
}

/** So many segments from the beginning are names in a call of 4D's REST: the class, its function, and what is before them. */
function namesOfCall(segments: readonly string[]): number {
  const rest = segments.findIndex((segment) => segment.toLowerCase() === 'rest');
  return rest + (/^\$singleton$/i.test(segments[rest + 1] ?? '') ? 4 : 3);
}

/** Whether a text is a name as classes and functions have them, and no passcode that somebody put in their place. */
function isCallName(text: string): boolean {
  return CALL_NAME.test(text) || ENTITY.test(text);
}

/** A name with its value, of which the value is covered if the name stands for a secret, or if it is not known in a login. */
function coveredPair({ sent, text }: Part, names: NamedSecrets, isLogin: boolean): string | undefined {
  const [, name = '', separator = '', value = ''] = PAIR.exec(sent) ?? PAIR.exec(text) ?? [];
  if (name === '') return undefined;
  const plain = fullyDecoded(name);
  if (names.inside.isName(plain)) return name + separator + REDACTED;
  if (!isLogin) return undefined;
  if (isShownInLogin(plain) && !isBeforeSecret(plain) && hasShapeOfName(plain, fullyDecoded(value))) return sent;
  return name + separator + REDACTED;
}

/** The name of a login without what stands behind it in the same part: `login('ada','…')`. */
function coveredName({ sent, text }: Part): string | undefined {
  const name = PLAIN_NAME.exec(text)?.[0] ?? '';
  if (name === text) return undefined;
  return sent.startsWith(name) ? name + REDACTED : REDACTED;
}

/** Whether a part stands behind the name of what it is, such as `users` or `sessions`. */
function isNamedValue(name: string | undefined, value: string): boolean {
  if (name === undefined || isBeforeSecret(name)) return false;
  const single = isShownInLogin(name) ? name : name.replace(/s$/, '');
  return isShownInLogin(single) && hasShapeOfName(single, value);
}

/** Whether a part before the word of a login looks like a value, not like a word of the path. */
function isValue(text: string): boolean {
  return PARAMETER.test(text) && !ENTITY.test(text);
}

/** Too short for a secret: a language, or a number. */
function isShort(text: string): boolean {
  return text.length < 3 || /^\d{1,3}$/.test(text);
}

/** The word behind that of a login is who logs in, if more follows. */
function isUser(texts: readonly string[], place: number, login: number): boolean {
  return place === login + 1 && place < texts.length - 1 && LETTERS.test(texts[place] as string);
}
