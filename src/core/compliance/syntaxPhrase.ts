import { JSON_DEPTH } from '../json/jsonDepth';
import type { JsonStop } from '../json/jsonText';
import { secretStretches } from '../protocol/secretStretches';
import { namedText } from './namedCharacter';
import { type Phrase, phrase } from './phrase';

const EXPECTED: Record<Exclude<JsonStop['expected'], 'shallower'>, string> = {
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

const BARE_CONTROL = 'Not well-formed JSON: {0} may not stand in a text as it is; write {1}.';

/** Such a file may be of another kind, and be somebody else's: its words are not repeated. */
const NO_JSON_AT_ALL = 'Not well-formed JSON: this begins with neither "{" nor "[".';

const TOO_DEEP = 'This is nested too deeply: the limit is {0} ({1}).';

const AT_END: typeof EXPECTED = {
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

/** Why reading stopped, in one sentence. */
export function syntaxPhrase(stop: JsonStop, text: string): Phrase {
  const { expected } = stop;
  if (expected === 'shallower') return phrase(TOO_DEEP, String(JSON_DEPTH.levels), JSON_DEPTH.name);
  if (stop.atEnd) return phrase(text.trim() === '' ? 'The file is empty.' : AT_END[expected]);
  const found = text.slice(stop.offset, stop.end);
  if (found.length > 1 && !/^\s*[{[]/.test(text)) return phrase(NO_JSON_AT_ALL);
  // The line goes on after a tab or another control character, so the closing quote is not what is missing.
  if (stop.expected === 'closingQuote' && !/[\r\n]/.test(found)) {
    return phrase(BARE_CONTROL, namedText(found), JSON.stringify(found).slice(1, -1));
  }
  if (!isInSecret(stop, text)) return phrase(EXPECTED[expected], namedText(found));
  const hidden =
    expected === 'escape' ? phrase('what stands behind this backslash') : phrase('a text that may be a secret');
  return phrase(EXPECTED[expected], hidden);
}

/** So much of the text before a place is looked at for the name of a secret. */
const LOOKED_BACK = 65_536;

/** Whether a word or a sign may be of a secret, which a message does not repeat: reports of it go to many places. */
function isInSecret({ offset, end }: JsonStop, text: string): boolean {
  if (/^[\s"'`{}[\],:\p{C}\p{Z}]/u.test(text.slice(offset, end))) return false;
  const from = Math.max(0, offset - LOOKED_BACK);
  for (const stretch of secretStretches(text.slice(from, end))) {
    if (from + stretch.start < end && from + stretch.end > offset) return true;
  }
  return false;
}
