import type { TextStretch } from '../base/changedStretches';
import { isSecretName } from '../protocol/secretNames';
import { isAboutOther, talksOfSecret } from '../protocol/talkOfSecret';
import { isNameOfSecret, isNaming } from './besideName';
import { COMMON_SECRETS } from './namedSecrets';
import { isValueBeside } from './valueBeside';

/** An element, without its namespace, and its attributes. */
const ELEMENT = /<(?:[\w-]{1,32}:)?([\p{L}\p{N}_$.-]{1,64})(\s[^<>]{0,500})?>/gu;
const ATTRIBUTE = /(?<![\w.-])([\w.-]{1,32})\s{0,4}=\s{0,4}\\{0,4}["']([^"'\\<>]{0,512})\\{0,4}["']/g;
/** Elements around a value, and what stands before it. */
const OPENING = /(?:\s{0,64}<[\w:.-]{1,64}(?:\s[^<>]{0,200})?(?<!\/)>){0,3}\s{0,64}(?:<!\[CDATA\[)?\s{0,64}/y;
const VALUE = /[^<\r\n]+?(?=\s{0,64}(?:\]\]>|<|[\r\n]|$))/y;
/** A name as the content of an element before that of its value. */
const NAME = /\s{0,8}([^<>\r\n]{2,64})<\/[^<>]{1,64}>(?=\s{0,64}<(?!th\b)\w)/y;
/** These have no content, or stand in lists of names. */
const NO_CONTENT = /^(?:input|br|img|meta|link|hr)$/i;
const LISTED = /^(?:li|option|a|button|label)$/i;

/**
 * Where elements have secrets: in one whose name says so, beside an attribute that says so, or behind an element whose content says so:
 * `<key>password</key><string>…</string>`.
 */
export function* markupSecrets(text: string): Generator<TextStretch> {
  for (const { 0: tag, 1: element = '', 2: attributes = '', index } of text.matchAll(ELEMENT)) {
    const from = index + tag.length;
    const named = attributes.includes('=') ? namedBy(attributes) : undefined;
    const name = isSecretName(element) ? element : named;
    if (named !== undefined) {
      const start = from - 1 - attributes.length;
      for (const { 0: all, 1: member = '', 2: value = '', index: at } of attributes.matchAll(ATTRIBUTE))
        if (isValueBeside(member) && isSecret(named, value)) {
          const place = start + at + all.lastIndexOf(value);
          yield { start: place, end: place + value.length };
        }
    }
    if (tag.endsWith('/>')) continue;
    if (name !== undefined) {
      if (!NO_CONTENT.test(element)) yield* contentAt(text, from, name);
    } else if (!LISTED.test(element)) {
      NAME.lastIndex = from;
      const [all = '', content = ''] = NAME.exec(text) ?? [];
      const told = content.replace(/[\s:]{1,8}$/, '');
      if (all !== '' && isNameOfSecret(told, COMMON_SECRETS)) yield* contentAt(text, from + all.length, told);
    }
  }
}

/** The name of a secret in an attribute that names what stands beside it. */
function namedBy(attributes: string): string | undefined {
  for (const [, member = '', value = ''] of attributes.matchAll(ATTRIBUTE))
    if (isNaming(member) && isNameOfSecret(value, COMMON_SECRETS)) return value;
  return undefined;
}

function* contentAt(text: string, from: number, name: string): Generator<TextStretch> {
  const start = endOf(OPENING, text, from) ?? from;
  const end = endOf(VALUE, text, start);
  if (end !== undefined && isSecret(name, text.slice(start, end))) yield { start, end };
}

function isSecret(name: string, value: string): boolean {
  return value !== '' && !talksOfSecret(value) && !isAboutOther(name, value) && !isNameOfSecret(value, COMMON_SECRETS);
}

function endOf(pattern: RegExp, text: string, place: number): number | undefined {
  pattern.lastIndex = place;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
