import { type Phrase, phrase } from '../compliance/phrase';
import { PATTERN_LIMITS } from './patternLimit';

/** What is wrong with a pattern that is refused when it is read. */
export function tooLargePhrase(): Phrase {
  const { length, instructions, depth } = PATTERN_LIMITS;
  return phrase(
    'This regular expression is too large. It may have {0} characters, {1} parts with its repetitions written out, and {2} groups in each other.',
    String(length),
    String(instructions),
    String(depth),
  );
}
