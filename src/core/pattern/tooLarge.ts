import { type Phrase, phrase } from '../compliance/phrase';
import { PATTERN_LIMITS } from './patternLimit';

/** What is wrong with a pattern that is refused when it is read. */
export function tooLargePhrase(): Phrase {
  const { length, instructions, depth } = PATTERN_LIMITS;
  return phrase(
    'This regular expression is too large. Limits: {0} (length), {1} (size with its repetitions written out), {2} (depth of groups).',
    String(length),
    String(instructions),
    String(depth),
  );
}
