import type { JsonStop } from '../json/jsonText';
import { type Phrase, phrase, shortened } from './phrase';

const EXPECTED: Record<JsonStop['expected'], string> = {
  value: 'Not well-formed JSON: a value is expected here, not {0}.',
  key: 'Not well-formed JSON: a property name in double quotes is expected here, not {0}.',
  keyOrEnd: 'Not well-formed JSON: a property name in double quotes or "}" is expected here, not {0}.',
  colon: 'Not well-formed JSON: a colon is expected here, not {0}.',
  commaOrEnd: 'Not well-formed JSON: a comma or the closing bracket is expected here, not {0}.',
  valueOrEnd: 'Not well-formed JSON: a value or "]" is expected here, not {0}.',
  endOfText: 'Not well-formed JSON: the text should end here; {0} is too much.',
  digit: 'Not well-formed JSON: a digit is expected here, not {0}.',
  escape:
    'Not well-formed JSON: {0} is no escape; allowed are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.',
  closingQuote: 'Not well-formed JSON: the closing quote of a text is missing before {0}.',
  literal: 'Not well-formed JSON: only true, false and null may stand without quotes; found {0}.',
};

const AT_END: Record<JsonStop['expected'], string> = {
  value: 'Not well-formed JSON: the file ends where a value is expected.',
  key: 'Not well-formed JSON: the file ends where a property name is expected.',
  keyOrEnd: 'Not well-formed JSON: the file ends before the closing "}".',
  colon: 'Not well-formed JSON: the file ends where a colon is expected.',
  commaOrEnd: 'Not well-formed JSON: the file ends before the closing bracket.',
  valueOrEnd: 'Not well-formed JSON: the file ends before the closing "]".',
  endOfText: 'Not well-formed JSON: the file ends too early.',
  digit: 'Not well-formed JSON: the file ends in the middle of a number.',
  escape: 'Not well-formed JSON: the file ends in the middle of an escape.',
  closingQuote: 'Not well-formed JSON: the file ends before the closing quote of a text.',
  literal: 'Not well-formed JSON: the file ends in the middle of a word.',
};

/** Why a reader stopped, in one sentence. */
export function syntaxPhrase(stop: JsonStop, text: string): Phrase {
  if (stop.atEnd) return phrase(text.trim() === '' ? 'The file is empty.' : AT_END[stop.expected]);
  return phrase(EXPECTED[stop.expected], visible(text.slice(stop.offset, stop.end)));
}

/** A character that cannot be seen is named by its code point; a long run is cut, it may be a token without quotes. */
function visible(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (/^[\p{C}\p{Z}]/u.test(found)) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `“${shortened(found, 20)}”`;
}
