import type { Range } from '../json/position';
import { type Phrase, phraseText } from './phrase';

/** One thing that is wrong with a file, with its place in the file. */
export interface PlacedFinding<Code extends string, Severity extends string> {
  readonly code: Code;
  readonly severity: Severity;
  /** In English. `phrase` is the same text for translation. */
  readonly message: string;
  readonly phrase: Phrase;
  /** JSON Pointer (RFC 6901). The whole document is `''`. */
  readonly pointer: string;
  readonly range: Range;
}

export function placedFinding<Code extends string, Severity extends string>(
  code: Code,
  severity: Severity,
  phrase: Phrase,
  pointer: string,
  range: Range,
): PlacedFinding<Code, Severity> {
  return { code, severity, message: phraseText(phrase), phrase, pointer, range };
}
