import fc from 'fast-check';

const LETTERS = ['a', 'b', 'A', '_', '1', ' ', '\n', 'é', 'ſ', 'K', '😀', '\ud83d', '\u2028'];

/** Short texts of the characters that patterns of `anyPattern` are about. */
export function anyText(): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...LETTERS, 'a', 'b', 'a', 'b'), maxLength: 8 });
}

/** Patterns of everything that JavaScript has. A few are not valid with every flag. */
export function anyPattern(): fc.Arbitrary<string> {
  const { pattern } = fc.letrec<Record<'pattern' | 'sequence' | 'term' | 'atom', string>>((tie) => ({
    atom: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'a',
        'b',
        'A',
        '_',
        '1',
        'é',
        's',
        'K',
        '.',
        '\\w',
        '\\W',
        '\\d',
        '\\s',
        '\\S',
        '[ab]',
        '[^a]',
        '[a-zé]',
      ),
      fc.constantFrom(
        '[\\w-]',
        '[^]',
        '[]',
        '\\b',
        '\\B',
        '^',
        '$',
        '\\1',
        '\\2',
        '\\n',
        '\\x61',
        '\\u0061',
        '😀',
        '\\ud83d',
      ),
      fc.constantFrom('\\p{L}', '\\p{Lu}', '\\k<n>', '[\\p{L}1]', ''),
      tie('pattern').map((inner) => `(${inner})`),
      tie('pattern').map((inner) => `(?:${inner})`),
      tie('pattern').map((inner) => `(?<n>${inner})`),
      tie('pattern').chain((inner) => fc.constantFrom('=', '!', '<=', '<!').map((kind) => `(?${kind}${inner})`)),
    ),
    term: fc
      .tuple(
        tie('atom'),
        fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0}', '{1,3}', '{2,}', '{0,2}'),
        fc.constantFrom('', '', '?'),
      )
      .map(([atom, times, lazy]) => atom + (atom === '' ? '' : times) + (atom === '' || times === '' ? '' : lazy)),
    sequence: fc.array(tie('term'), { maxLength: 3 }).map((terms) => terms.join('')),
    pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((alternatives) => alternatives.join('|')),
  }));
  return pattern;
}
