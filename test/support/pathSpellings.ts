/** A source of numbers from 0 to below 1 that is the same in each run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * One path, written in another way that a server may take for the same: with escapes, escapes of escapes, slashes that are
 * escaped or too many, segments with a dot, other cases, characters that comparisons pass over, parameters, other spellings of a key.
 */
export function otherSpelling(path: string, random: () => number): string {
  const happens = (share: number) => random() < share;
  const escaped = (text: string) =>
    [...new TextEncoder().encode(text)]
      .map((byte) => {
        const hex = byte.toString(16).padStart(2, '0');
        return `%${happens(0.5) ? hex.toUpperCase() : hex}`;
      })
      .join('');
  const passedOver = () =>
    happens(0.05) ? escaped(['\u00ad', '\u200b', '\u2060', '\ufe0f'][Math.floor(random() * 4)] ?? '') : '';
  const character = (each: string) => spelled(each) + passedOver();
  const key = (_all: string, digits: string) =>
    `(${[digits, `0${digits}`, `+${digits}`, ` ${digits} `, `"${digits}"`, `'${digits}'`, `${digits}.0`][Math.floor(random() * 7)]})`;
  const spelled = (each: string) => {
    if (each === ' ' || each === '"') return escaped(each);
    const cased = happens(0.3) ? each.toUpperCase() : each;
    if (!happens(0.3)) return cased;
    return happens(0.2) ? escaped(cased).replaceAll('%', '%25') : escaped(cased);
  };
  const names = path.split('/').slice(1);
  // The first name decides which part of the server is asked.
  const [first = '', ...others] = names;
  let text = `/${first}`;
  for (const name of others) {
    text += ['/', '/', '/', '//', '/./', '%2F', '%2f', '/%2e/', '%5C', '/%2F'][Math.floor(random() * 10)];
    text += [...name.replace(/\((\d+)\)/, key)].map(character).join('') + (happens(0.1) ? ';v=1' : '');
  }
  return text + ['', '', '', '/', '%20', '%00', '%0A', '?x=1', '%3Fx'][Math.floor(random() * 9)];
}
