import { columnsOf, firstColumns } from '../formats/columns';

/** In fewer columns no text can be read, so that it is left to the terminal. */
const LEAST_COLUMNS = 20;
/** What a pipe or a file is given, which have no width. */
const USUAL_COLUMNS = 80;

/**
 * How wide a text may be: as the variable COLUMNS says, or as wide as the terminal is.
 * @param own columns of the terminal
 */
export function helpWidth(env: Readonly<Record<string, string | undefined>>, own: number | undefined): number {
  const given = /^\d{1,4}$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : 0;
  const columns = given || own || USUAL_COLUMNS;
  return columns < LEAST_COLUMNS ? Number.POSITIVE_INFINITY : columns;
}

/**
 * The lines of one paragraph, none of which takes more columns. It is broken at blanks, and in a word that has no room in a line.
 * @param hanging how far all lines but the first are indented, if that leaves half of the room
 */
export function wrapText(text: string, width: number, hanging = 0): string[] {
  const [indent = ''] = /^ */.exec(text) ?? [];
  const after = ' '.repeat(hanging <= width / 2 ? hanging : Math.min(indent.length, Math.floor(width / 2)));
  const lines: string[] = [];
  let current = indent;
  let isEmpty = true;
  for (const word of text.trim().split(/ +/)) {
    if (!isEmpty && columnsOf(`${current} ${word}`) <= width) {
      current += ` ${word}`;
      continue;
    }
    if (!isEmpty) {
      lines.push(current);
      current = after;
    }
    let rest = word;
    while (columnsOf(current + rest) > width) {
      const { text: part } = firstColumns(rest, width - columnsOf(current));
      if (part === '') break;
      lines.push(current + part);
      rest = rest.slice(part.length);
      current = after;
    }
    current += rest;
    isEmpty = false;
  }
  return [...lines, current];
}
