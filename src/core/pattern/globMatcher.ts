import picomatch, { type PicomatchOptions } from 'picomatch';
import { counted } from '../base/counted';
import { BoundedPattern } from './boundedPattern';
import { PatternLimit } from './patternLimit';
import type { StepBudget } from './runPattern';

const LONGEST_GLOB = 1000;

/** How many groups may be in each other. picomatch reads the inner ones again for each group around them. */
const DEEPEST_GLOB = 20;

/**
 * Returns a test whether a glob matches a whole text. picomatch says what the glob means. Its expression is judged with
 * a bound, because stars in a row such as `*a*a*a*b` need years for a text that does not match. Several globs may share a
 * budget.
 * @throws PatternLimit when the glob is too large; its test does so for a text that takes too many steps
 */
export function globMatcher(glob: string, options: PicomatchOptions): (text: string, budget?: StepBudget) => boolean {
  if (glob.length > LONGEST_GLOB) {
    throw new PatternLimit(glob, `is longer than ${counted(LONGEST_GLOB, 'character')}; shorten it.`);
  }
  if (depthOf(glob) > DEEPEST_GLOB) {
    throw new PatternLimit(glob, `has more than ${counted(DEEPEST_GLOB, 'group')} in each other; write it with fewer.`);
  }
  const { source, flags } = picomatch.makeRe(glob, options);
  const pattern = new BoundedPattern(source, flags);
  return (text, budget) => text === glob || pattern.test(text, budget);
}

const OPENED_BY: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };

/**
 * The brackets for which a glob does not mean what it looks like, or nothing at all. Undefined for one that is well-formed. A
 * bracket that closes nothing is a character like others.
 * @param glob that `globMatcher` takes
 */
export function bracketFault(
  glob: string,
): { readonly opened: string; readonly closed: string } | 'unreadable' | undefined {
  try {
    void picomatch.makeRe(glob, { strictBrackets: true });
  } catch (error) {
    const closed = /^Missing closing: "(.)"/.exec((error as Error).message)?.[1];
    const opened = closed && OPENED_BY[closed];
    if (closed && opened) return { opened, closed };
  }
  return picomatch.makeRe(glob).source === NOTHING ? 'unreadable' : undefined;
}

/** What picomatch has for a glob that makes no expression. */
const NOTHING = '$^';

/** How deep parentheses and braces are in each other, those that stand for themselves included. */
function depthOf(glob: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of glob) {
    if (character === '(' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ')' || character === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}
