import type { TextStretch } from '../base/changedStretches';
import { isSecretName, isSecretParameter } from './secretNames';
import { isAboutOther, isNothing, talksOfSecret } from './talkOfSecret';

/** A name of some words, which has a quote or a bracket before it, or one word. */
const NAME =
  /["'`{,]\s{0,8}((?:[^"'`\\\r\n:={},]|\\[^\r\n]){1,64})(?=["'`]|\s{0,8}[:=])|(?<![\p{L}\p{N}_$.-])[\p{L}\p{N}_$.-]{2,64}(?![\p{L}\p{N}_$.-])/gu;
/** What stands between a name and its value. Quotes may be missing or escaped, and so may the colon. */
const GAP = /\\{0,4}["'`]?\s*([:=]?)\s*/y;
/** What goes on behind a name in a sentence: “the bearer of this”, “passphrase is too short”, but not “password is 4711x”. */
const SENTENCE = /[ \t]+(?!(?:is|was)[ \t]{1,8}[^\s\d]{0,64}\d)[\p{Ll}'’-]{1,20}[ \t]+[“‘(\p{L}…]/uy;
/** A value that is written as JSON wants it, and ends where it has to: before another member, or the end of the object. */
const WHOLE =
  /(?:"(?:[^"\\\r\n]|\\[^\r\n])*"|-?\d[\d.eE+-]*|true|false|null)(?=\s*(?:$|[}\]]\s*(?:$|[}\],])|,\s*(?:$|[}\]{["]\s*(?:$|[}\]{["]|[^"\r\n]*"\s*[:,\]]))))/y;
/** Where a value that is written otherwise ends: nobody knows before the next member. */
const NEXT = /(?=\s*,\s*["'`]?[\p{L}\p{N}_$.-]+["'`]?\s*:)|$/gu;
/** A value up to the end of its line, or of the text that it is in. */
const LINE = /(?:\{\{[^{}"\r\n]{0,64}\}\}|[^"\r\n{}[\]\\]){0,401}/y;
/** Quotes with nothing between them, in a text. */
const EMPTY = /\\{1,4}(["'])\\{1,4}\1/y;
/** What stands before the value of an attribute, and behind it: `type=\"password\" name=`. */
const BEFORE_VALUE = /=\\{1,4}["']?$/;
const BEHIND_VALUE = /\\{1,4}["']\s{0,8}(?:\/?>|[\w:.-]{1,32}=)/y;
/** A word of a sentence, and the end of it or another word. */
const PLAIN = /^\p{L}\p{Ll}{0,20}(?:[.,:;!?]|\s|$)/u;
const BRACKETS = /[{}[\]]/g;

/**
 * Where secrets are in a text that should be JSON and may be none: the values beside the names of secrets, with or without
 * quotes, half quoted, or with anything behind their quotes.
 */
export function* secretStretches(text: string): Generator<TextStretch> {
  NAME.lastIndex = 0;
  for (let at = 0; ; ) {
    const found = matchAt(NAME, text, at);
    if (!found) return;
    const name = plain(found[1]);
    at = found.index + found[0].length;
    if (!isSecretParameter(name ?? found[0])) {
      // A word of it may be the name: what looks like a quote before it may be one behind something else.
      if (name !== undefined) at = found.index + 1;
      continue;
    }
    // Markup in a text is judged as such.
    if (BEFORE_VALUE.test(text.slice(Math.max(0, found.index - 6), found.index))) {
      if (name === undefined ? matchAt(BEHIND_VALUE, text, at) : /\\["']/.test(name)) {
        at = name === undefined ? at : found.index + 1;
        continue;
      }
    }
    if (name === undefined && goesOn(text, at)) continue;
    const gap = matchAt(GAP, text, at);
    const start = at + (gap?.[0].length ?? 0);
    // A value or an item of a list that is such a word.
    if (start === at || (gap?.[1] === '' && /[,}\])]/.test(text[start] ?? ','))) {
      // It may have such a name in it all the same, with its value: `"Bearer …"`.
      if (name !== undefined) at = found.index + 1;
      continue;
    }
    // A name that no quote closes may be a word in a text.
    const isOpen = !/["'`\\]/.test(text[at] ?? '');
    if (isOpen && !isSecretName(name ?? found[0])) continue;
    const isPair = gap?.[1] !== '';
    if ((isOpen || (text[at] === '\\' && !isPair)) && isInSentence(text, start, isPair && (name ?? found[0]))) continue;
    const end = endOf(text, start);
    if (end > start && !isNoValue(text.slice(start, end))) yield { start, end };
    at = Math.max(at, end);
  }
}

/**
 * Whether what stands behind a name goes on as a sentence does, or talks about the secret.
 * @param pair the name, if there is a separator behind it
 */
function isInSentence(text: string, start: number, pair: string | false): boolean {
  if (pair !== false && matchAt(EMPTY, text, start)) return true;
  const words = matchAt(LINE, text, start)?.[0] ?? '';
  return (
    words !== '' &&
    (pair !== false ? talksOfSecret(words, pair) || isAboutOther(pair, words) : isNothing(words) || PLAIN.test(words))
  );
}

function isNoValue(written: string): boolean {
  return written === '""' || (/^[a-z]+$/.test(written) && isNothing(written));
}

function endOf(text: string, start: number): number {
  if (text[start] === '{' || text[start] === '[') return endOfBrackets(text, start);
  const end = matchAt(WHOLE, text, start) ? WHOLE.lastIndex : undefined;
  return end ?? matchAt(NEXT, text, start)?.index ?? text.length;
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; ) {
    const found = matchAt(BRACKETS, text, at);
    if (!found) return text.length;
    at = found.index + 1;
    depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
    if (depth === 0) return at;
  }
}

function goesOn(text: string, at: number): boolean {
  SENTENCE.lastIndex = at;
  return SENTENCE.test(text);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** A name without the escapes of JSON. */
function plain(name: string | undefined): string | undefined {
  return name?.replace(/\\u([0-9A-Fa-f]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
