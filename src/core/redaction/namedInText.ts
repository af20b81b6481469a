import type { TextStretch } from '../base/changedStretches';
import { isSecretByShape, isSecretName, isSecretParameter, isTimeByShape } from '../protocol/secretNames';
import { isAboutOther, isNothing, isTermOfSecrets, talksOfSecret } from '../protocol/talkOfSecret';
import { isNameOfSecret, isNaming } from './besideName';
import { markupSecrets } from './markupSecrets';
import { COMMON_SECRETS } from './namedSecrets';
import { isValueBeside } from './valueBeside';

/** What stands between a name and its value. */
const SEPARATOR = /::?=|=>|={1,3}|:(?!\/\/)|->/g;
/** So many characters before a separator have the name. */
const LONGEST_NAME = 64;
/** What may stand between a name and the separator: quotes, which may be escaped, the ends of elements and brackets, and a remark. */
const BEHIND_NAME = /(?:<\/[\w-]{1,16}>){0,3}(?:\s{0,8}\([^()]{0,32}\))?\]?(?:\\{0,4}["'`”’»*_])?\]?\s{0,8}$/u;
/** Most names are so. */
const JSON_NAME = /(?<=[A-Za-z0-9])"$/;
const MAY_BE_BEHIND = /[^\p{L}\p{N}]$/u;
/** No name has one of these in it. */
const NO_NAME = new Set('"`{}:,;=\\\r\n\t<>()“”«»|&?!/'.split(''));
/** So many words a name may have, in some languages with a sign between them. */
const MOST_WORDS = 4;
/** What makes a number of `code` one of an error. */
const OTHER_CODE = /(?:error|status|exit|http|country|language|zip|postal|area|reason|response)[\s_-]?code$/i;

const SPACE = /\s{0,64}/y;
const QUOTE = /\\{0,4}["'`]|[“‘«„「]/y;
const CLOSING: Readonly<Record<string, string>> = { '“': '”', '‘': '’', '«': '»', '„': '“', '「': '」' };
/** The end of a value that stands in a line of its own, before another name, or where a sentence quotes it. */
const LINE_END =
  /[\r\n"`“”»«<>]|[,;&}\]]\s{0,8}(?=["'`]?[\p{L}\p{N}_$.-]{1,64}["'`]?\s{0,8}[:=])|[,;}\])]{1,4}\s{0,8}$|$/gu;
/** The end of a value between other words. */
const WORD_END = /[\s"'`“”«»<>&]|[;,](?=\s|$|[\p{L}_][\w .-]{0,40}=)|[)}\]]{1,4}[.,;]?(?=\s|$)|$/gu;
const BRACKETS = /[{}[\]]/g;

/** A name beside a value: `"name": "password", "value": …`. */
const BESIDE =
  /(?<![\w.-])([\w.-]{1,32})\\{0,4}["']?\s{0,4}[:=]\s{0,4}\\{0,4}["']([^"'\\<>]{1,64})\\{0,4}["'][\s,;]{0,8}\\{0,4}["']?([\w.-]{1,32})\\{0,4}["']?\s{0,4}[:=]\s{0,4}/g;
/** The same where the value comes first. */
const BESIDE_AFTER =
  /(?<=["'])([\w.-]{1,32})\\{0,4}["']\s{0,4}:\s{0,4}(?:\\{0,4}["']([^"'\\\r\n]{1,512})\\{0,4}["']|(\d{4,32}))\s{0,4},\s{0,4}\\{0,4}["']([\w.-]{1,32})\\{0,4}["']\s{0,4}:\s{0,4}\\{0,4}["']([^"'\\<>]{1,64})\\{0,4}["']/g;
/** A name before a value without a separator. */
const WORD = /(?<![\p{L}\p{N}_$.-])[\p{L}\p{M}\p{N}_$.-]{2,64}(?![\p{L}\p{N}_$.-])/gu;
const GAP =
  /\\{0,4}["'`”’»]?(?:\s{1,8}(?:[–—|-]\s{1,4})?|\s{0,4}[,|(]\s{0,4})(?:(?:is|was|are|be|ist|lautet|est|es|era|é)\s{1,8})?\\{0,4}["'`“‘«„]?/uy;
const VALUE = /[^\s"'`“”‘’«»,;|<>&\\…]{4,200}/uy;
/** An option of a command, or the name of another value. */
const NO_VALUE = /^(?:-[A-Za-z]{1,8}|[\w:.-]{1,64}=)$/;
const DATE_OR_ADDRESS = /^(?:\d{4}-\d\d-\d\d.*|[\d.:]+|[a-z]+:\/\/.*|[^@]+@[^@]+|.*[/(].*)$/is;
/** What says in a sentence that a secret follows. Some languages put no space around it. */
const VERB =
  /(?<=\s)(?:is|was|be|equals|reads|ist|war|wäre|lautet|hei(?:ß|ss)t|est|était|c['’]est|es|era|ser[aàá]|é|è|luidt|är|er|jest|je|это|(?:set|changed) to|(?<=has[łl]o )to)(?=[\s:])|(?<=mots? de passe|ordine|api key)(?=\s)|(?<=[^\0-\u2fff])(?:[はが是为為는은]|(?=[「『]))/giu;
const SPOKEN_GAP = /[\s:]{0,8}(?:\\{0,4}["'`“‘«„]|[「『])?\s?/uy;
const SPOKEN = /[!#-&(-;=?-_a-~]{4,200}/y;
const IN_BRACKETS = /(?<=[「『])[^」』\r\n]{1,64}(?=[」』](?!で(?!す)|[をにかのとはが]))/uy;
/** What stands between a name and whose it is: “mot de passe de Ada”. */
const OWNER = /\s(?:(?:de|du|des|del|da|do|di|van|von|für|voor|pour|para|per|for|of)(?=\s)|d['’])/giu;

/** Where a text has values beside the names of secrets, however they are written: as a pair, a line, an element, or in words. */
export function* namedInText(text: string): Generator<TextStretch> {
  yield* behindSeparators(text);
  yield* behindWords(text);
  yield* inSentences(text);
  if (text.includes('<')) yield* markupSecrets(text);
  yield* besideNames(text);
}

function* behindSeparators(text: string): Generator<TextStretch> {
  let passed = 0;
  for (const { 0: sign, index } of text.matchAll(SEPARATOR)) {
    if (index < passed) continue;
    const before = text.slice(Math.max(0, index - LONGEST_NAME), index);
    const words = lastWords(withoutEnd(before));
    const name = nameIn(words, sign.endsWith('=')) ?? (sign === ':' ? ownedName(words) : undefined);
    if (name === undefined) continue;
    const isLine = /(?:^|[\r\n"'`“«{])\s{0,8}$/.test(before.slice(0, before.lastIndexOf(name)).slice(-12));
    const value = valueAt(text, index + sign.length, isLine || !sign.endsWith('='));
    if (!value) continue;
    const meant = text.slice(value.start, value.end);
    passed = value.end;
    if (isLeft(name, meant, sign, words)) continue;
    if (isSecretName(name) || sign.endsWith('=')) yield value;
    else {
      // A word such as `code` stands for a secret only if what follows it looks like one.
      const word = /^\S+?(?=[.!?)]*(?:\s|$))/.exec(meant)?.[0] ?? '';
      if (isSecretByShape(name, word) && !OTHER_CODE.test(words))
        yield { start: value.start, end: value.start + word.length };
    }
  }
}

function withoutEnd(text: string): string {
  if (JSON_NAME.test(text)) return text.slice(0, -1);
  return MAY_BE_BEHIND.test(text) ? text.replace(BEHIND_NAME, '') : text;
}

function lastWords(text: string): string {
  let start = text.length;
  while (start > 0 && !NO_NAME.has(text[start - 1] as string)) start--;
  return text.slice(start);
}

/** The last words of a text that are the name of a secret. */
function nameIn(words: string, isParameter: boolean): string | undefined {
  if (/^[A-Za-z]*$/.test(words)) {
    return isSecretParameter(words) || (!isParameter && isSecretByShape(words, '000000')) ? words : undefined;
  }
  const parts = words.split(/(?=[ '’\u00a0])/u);
  for (let at = parts.length - 1; at >= Math.max(0, parts.length - MOST_WORDS); at--) {
    const name = parts
      .slice(at)
      .join('')
      .replace(/^[\s'’[\].*_-]+|[\s[\].]+$/gu, '');
    if (name !== '' && (isSecretParameter(name) || (!isParameter && isSecretByShape(name, '000000')))) return name;
  }
  return undefined;
}

/** The name of a secret that is somebody's: “le mot de passe de Ada”. */
function ownedName(words: string): string | undefined {
  for (const { index } of words.matchAll(OWNER)) {
    const name = nameIn(words.slice(0, index), true);
    if (name !== undefined && isSecretName(name)) return name;
  }
  return undefined;
}

function isLeft(name: string, value: string, sign: string, words: string): boolean {
  if (isNothing(value) || isTimeByShape(name, value)) return true;
  if (sign.endsWith('=')) return false;
  return talksOfSecret(value, name) || isAboutOther(words, value);
}

function valueAt(text: string, from: number, isLine: boolean): TextStretch | undefined {
  const start = endOf(SPACE, text, from) ?? from;
  const opening = endOf(QUOTE, text, start);
  if (opening !== undefined) {
    const quote = text.slice(start, opening);
    const closing = CLOSING[quote] ?? quote;
    const end = quotedEnd(text, opening, closing);
    return end > opening ? { start: opening, end } : undefined;
  }
  if (text[start] === '{' || text[start] === '[') return { start, end: endOfBrackets(text, start) };
  const pattern = isLine ? LINE_END : WORD_END;
  pattern.lastIndex = start;
  const end = pattern.exec(text)?.index ?? text.length;
  return end > start ? { start, end } : undefined;
}

/** The place of the quote that closes a value. A single one may be an apostrophe. */
function quotedEnd(text: string, from: number, closing: string): number {
  for (let at = from; ; ) {
    const end = text.indexOf(closing, at);
    if (end < 0) {
      const line = /[\r\n]/g;
      line.lastIndex = from;
      return line.exec(text)?.index ?? text.length;
    }
    if (closing.length > 1 || text[end - 1] !== '\\') return end;
    at = end + 1;
  }
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  BRACKETS.lastIndex = start;
  for (let found = BRACKETS.exec(text); found; found = BRACKETS.exec(text)) {
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    if (depth === 0) return found.index + 1;
  }
  return text.length;
}

function* behindWords(text: string): Generator<TextStretch> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const start = endOf(GAP, text, index + word.length);
    const end = start === undefined ? undefined : endOf(VALUE, text, start);
    if (start === undefined || end === undefined) continue;
    const value = text.slice(start, end).replace(/[.!?:)\]}]+$/, '');
    if (!isOdd(value) || NO_VALUE.test(value) || !isNameOfSecret(word.replace(/[.-]+$/, ''), COMMON_SECRETS)) continue;
    if (!isNameOfSecret(value, COMMON_SECRETS)) yield { start, end: start + value.length };
  }
}

/** Whether a value is no word of a sentence: it has digits among letters, many digits, capitals within, or signs. */
function isOdd(value: string): boolean {
  if (/^\d+$/.test(value)) return value.length >= 4;
  if (DATE_OR_ADDRESS.test(value) || isTermOfSecrets(value)) return false;
  return (/\d/.test(value) && /\p{L}/u.test(value)) || /\p{Ll}\p{Lu}/u.test(value) || /[!?#$%*+^~]/.test(value);
}

/** Behind a verb, also where the name has some words, or is somebody's. */
function* inSentences(text: string): Generator<TextStretch> {
  for (const { 0: verb, index } of text.matchAll(VERB)) {
    const from = endOf(SPOKEN_GAP, text, index + verb.length) ?? index;
    const bracket = endOf(IN_BRACKETS, text, from);
    const end = bracket ?? endOf(/[^ -~]/.test(verb) || verb === '' ? SPOKEN : VALUE, text, from);
    if (end === undefined) continue;
    const value = text.slice(from, end).replace(bracket ? '' : /[.!?:)\]}]+$/, '');
    if (bracket ? talksOfSecret(value) : !isOdd(value)) continue;
    const before = text.slice(Math.max(0, index - LONGEST_NAME), index).replace(/[\s,]{1,8}$/, '');
    const words = lastWords(withoutEnd(before));
    const name = nameIn(words, true) ?? ownedName(words);
    if (name !== undefined && isSecretName(name)) yield { start: from, end: from + value.length };
  }
}

/** Where a text has values beside members that name them as secrets: `{"name": "password", "value": …}`. */
export function* besideNames(text: string): Generator<TextStretch> {
  for (const { 0: all, 1: naming = '', 2: name = '', 3: member = '', index } of text.matchAll(BESIDE)) {
    if (!isNaming(naming) || !isValueBeside(member) || !isNameOfSecret(name, COMMON_SECRETS)) continue;
    const value = valueAt(text, index + all.length, true);
    const meant = value && text.slice(value.start, value.end);
    if (meant && !isNothing(meant) && !isAboutOther(name, meant)) yield value;
  }
  for (const { 0: all, 1: member = '', 2: quoted, 3: digits, 4: naming = '', 5: name = '', index } of text.matchAll(
    BESIDE_AFTER,
  )) {
    if (!isNaming(naming) || !isValueBeside(member) || !isNameOfSecret(name, COMMON_SECRETS)) continue;
    const value = quoted ?? digits ?? '';
    const start = index + all.indexOf(value, all.indexOf(':'));
    if (!isNothing(value) && !isAboutOther(name, value)) yield { start, end: start + value.length };
  }
}

function endOf(pattern: RegExp, text: string, place: number): number | undefined {
  pattern.lastIndex = place;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
