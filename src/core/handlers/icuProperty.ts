import { BoundedPattern } from '../pattern/boundedPattern';

/**
 * Names of POSIX and what they are as sets of Unicode: UTS 18, annex C, as ICU has it. They are written in JavaScript's syntax
 * with the flag `v`, without the brackets around.
 */
const POSIX: Readonly<Record<string, string>> = {
  alpha: '\\p{Alphabetic}',
  lower: '\\p{Lowercase}',
  upper: '\\p{Uppercase}',
  punct: '\\p{P}',
  digit: '\\p{Nd}',
  xdigit: '\\p{Nd}\\p{Hex_Digit}',
  alnum: '\\p{Alphabetic}\\p{Nd}',
  space: '\\p{White_Space}',
  blank: '\\t\\p{Zs}',
  cntrl: '\\p{Cc}',
  graph: '[^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]',
  print: '\\p{Zs}[^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]',
  word: '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d',
};

/**
 * The set of characters with a property, in JavaScript's syntax with the flag `v`. ICU ignores case, spaces, `_` and `-` in
 * names, and takes a script without the word.
 * @returns undefined when JavaScript does not know it
 */
export function propertyOf(name: string, isNegated: boolean): string | undefined {
  const posix = POSIX[name.trim().toLowerCase()];
  if (posix !== undefined) return `[${isNegated ? '^' : ''}${posix}]`;
  const [first = '', value] = name.split('=').map(words);
  const candidates =
    value === undefined
      ? [first, first.toUpperCase(), `Script=${first}`]
      : [`${first}=${value}`, `${first.toLowerCase()}=${value}`];
  const known = candidates.find(isKnown);
  return known === undefined ? undefined : `[${isNegated ? '^' : ''}\\p{${known}}]`;
}

/** `greek` as `Greek`, and `old italic` as `Old_Italic`. */
function words(name: string): string {
  const parts = name.trim().split(/[\s_-]+/);
  return parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase()).join('_');
}

function isKnown(property: string): boolean {
  try {
    return /^[\w=]+$/.test(property) && new BoundedPattern(`\\p{${property}}`, 'u').size > 0;
  } catch {
    return false;
  }
}
