import { REDACTED } from '../protocol/redacted';
import { isNameOfSecret, isNaming, isOneOfNames } from './besideName';
import type { NamedSecrets } from './namedSecrets';
import { isValueBeside } from './valueBeside';

const WORD = /(?<![\p{L}\p{N}_$.-])[\p{L}\p{N}_$.-]{2,64}(?![\p{L}\p{N}_$.-])/gu;
/** What may stand between a name and its value in a line, a list, a table or a sentence. */
const GAP =
  /["'`*_]{0,2}\s{0,8}(?:(?:[:=|>,]|->|=>|-(?=\s))\s{0,8})?(?:(?:is|are|was|ist|lautet|est|es|era)[\s:=]{1,8})?["'`]?/y;
/** The same in YAML, where the value has a name of its own. */
const NAMED_GAP = /["']?\s{1,64}(?:-\s)?["']?(?:value|val|v|content|data|text)["']?\s{0,8}[:=]\s{0,8}["']?/y;
const VALUE = /[^\s"'`,;|<>&]+/y;
/** So much of a value tells whether it may be a secret. */
const LOOKED_AT = 200;
/** A word, a date, an address, or what is covered already. A password has digits or signs in it. */
const PLAIN = /^(?:[\p{L}\p{M}.!?:()-]*|\d{1,3}[.!?)]?|\d{4}-\d\d-\d\d.*|[a-z]+:\/\/.*|[^@]+@[^@]+)$/isu;
const MARKUP = /<(?:[^<>"']|"[^"<]*"|'[^'<]*')*>|[^<]+|</y;
const ATTRIBUTE = /([\w:.-]{1,64})\s{0,8}=\s{0,8}("[^"]*"|'[^']*')/g;
const HTML = /^\s*<(?:!doctype html|html|body|div|form|head)\b/i;
/** An option of a command and its value. */
const OPTION = /(?<![\w-])(--?([A-Za-z][\w-]{0,40})(?:\s{1,4}|=)["']?)([^\s"'`-][^\s"'`]*)/g;
/** The option of `curl` and others that has a user and a password. */
const USER = /(?<![\w-])((?:-[uU]|--(?:proxy-)?user)(?:\s{0,4}|=)["']?[^\s:"'`]{1,64}:)[^\s"'`]+/g;

/** Covers the value that follows the name of a secret in a text of which nobody knows the language: `password hunter2`. */
export function redactBesideName(text: string, names: NamedSecrets): string {
  let shown = '';
  let from = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (index < from || !isNameOfSecret(word, names)) continue;
    const end = index + word.length;
    const named = endOf(NAMED_GAP, text, end);
    const place = named ?? endOf(GAP, text, end) ?? end;
    VALUE.lastIndex = 0;
    const value = VALUE.exec(text.slice(place, place + LOOKED_AT))?.[0];
    if (value === undefined || place === end || value.startsWith(REDACTED)) continue;
    if (named === undefined && (PLAIN.test(value) || isNameOfSecret(value, names))) continue;
    shown += text.slice(from, place) + REDACTED;
    from = endOf(VALUE, text, place) ?? place;
  }
  return shown + text.slice(from);
}

/** Covers the values of options of commands: `--password hunter2`, `-u ada:hunter2`. */
export function redactOptions(text: string, names: NamedSecrets): string {
  return text
    .replace(OPTION, (all, start: string, name: string) => (names.isName(name) ? start + REDACTED : all))
    .replace(USER, `$1${REDACTED}`);
}

/** Covers in XML what an attribute or an element names: `<field name="password">…`, `<key>password</key><string>…`. */
export function redactNamedInXml(text: string, names: NamedSecrets): string {
  if (!/^\s*</.test(text) || HTML.test(text)) return text;
  let shown = '';
  /** The depth of the element whose texts are secret. */
  let secretDepth = Number.POSITIVE_INFINITY;
  let depth = 0;
  let isNext = false;
  MARKUP.lastIndex = 0;
  for (let found = MARKUP.exec(text)?.[0]; found; found = MARKUP.exec(text)?.[0]) {
    if (!found.startsWith('<')) {
      const value = found.trim();
      const isCovered: boolean = value !== '' && (depth >= secretDepth || (isNext && !isOneOfNames(value)));
      shown += isCovered ? found.replace(value, () => REDACTED) : found;
      if (value !== '') isNext = !isCovered && isNameOfSecret(value, names);
      continue;
    }
    const isEnd = found.startsWith('</');
    if (isEnd && --depth < secretDepth) secretDepth = Number.POSITIVE_INFINITY;
    const isNaming = !isEnd && namesSecret(found, names);
    shown += isNaming ? withoutValues(found) : found;
    if (isEnd || /^<[!?]|\/>$/.test(found)) continue;
    depth++;
    if (isNaming) secretDepth = Math.min(secretDepth, depth);
  }
  return shown;
}

function namesSecret(tag: string, names: NamedSecrets): boolean {
  return [...tag.matchAll(ATTRIBUTE)].some(
    ([, name = '', quoted = '']) => isNaming(name) && isNameOfSecret(quoted.slice(1, -1), names),
  );
}

function withoutValues(tag: string): string {
  return tag.replace(ATTRIBUTE, (all, name: string, quoted: string) =>
    isValueBeside(name) && !isNaming(name) ? `${all.slice(0, -quoted.length)}"${REDACTED}"` : all,
  );
}

function endOf(pattern: RegExp, text: string, place: number): number | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text) ? pattern.lastIndex : undefined;
}
