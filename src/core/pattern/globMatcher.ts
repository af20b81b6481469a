import picomatch, { type PicomatchOptions } from 'picomatch';
import { counted } from '../base/counted';
import { BoundedPattern } from './boundedPattern';
import { PatternLimit } from './patternLimit';

const LONGEST_GLOB = 1000;

/**
 * Returns a test whether a glob matches a whole text. picomatch says what the glob means. Its expression is judged with
 * a bound, because stars in a row such as `*a*a*a*b` need years for a text that does not match.
 * @throws PatternLimit when the glob is too large; its test does so for a text that takes too many steps
 */
export function globMatcher(glob: string, options: PicomatchOptions): (text: string) => boolean {
  if (glob.length > LONGEST_GLOB) {
    throw new PatternLimit(glob, `is longer than ${counted(LONGEST_GLOB, 'character')}; shorten it.`);
  }
  const { source, flags } = picomatch.makeRe(glob, options);
  const pattern = new BoundedPattern(source, flags);
  return (text) => text === glob || pattern.test(text);
}
