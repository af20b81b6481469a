/** Part of a text, and the columns that it takes on a terminal. */
export interface Fitting {
  readonly text: string;
  readonly columns: number;
}

/** Columns that a text takes on a terminal: an East Asian letter takes two, and so does an emoji of several characters. */
export function columnsOf(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  // Loaded only here: it takes 20 ms, and most texts do not need it.
  const { default: stringWidth } = require('string-width') as typeof import('string-width');
  return stringWidth(text);
}

/** The longest beginning of a text that fits in so many columns. */
export function firstColumns(text: string, columns: number): Fitting {
  if (ONE_COLUMN_EACH.test(text.slice(0, columns + 1))) return plain(text.slice(0, columns));
  const near = text.slice(0, columns * LONGEST);
  let taken = 0;
  for (const { segment, index } of clustersOf(near)) {
    const wide = columnsOf(segment);
    if (taken + wide > columns) return { text: near.slice(0, index), columns: taken };
    taken += wide;
  }
  return { text: near, columns: taken };
}

/** The longest end of a text that fits in so many columns. */
export function lastColumns(text: string, columns: number): Fitting {
  if (ONE_COLUMN_EACH.test(text.slice(-columns - 1))) return plain(text.slice(-columns));
  const near = text.slice(-columns * LONGEST);
  const clusters = clustersOf(near);
  let taken = 0;
  let from = near.length;
  for (let cluster = clusters.containing(from - 1); cluster; cluster = clusters.containing(from - 1)) {
    const wide = columnsOf(cluster.segment);
    if (taken + wide > columns) break;
    taken += wide;
    from = cluster.index;
  }
  return { text: near.slice(from), columns: taken };
}

function plain(text: string): Fitting {
  return { text, columns: text.length };
}

/** The grapheme clusters of a text. A letter with its marks is one, and so is an emoji of several characters. */
function clustersOf(text: string): Intl.Segments {
  return new Intl.Segmenter().segment(text);
}

/**
 * Characters that take one column: Latin letters, and the signs for covered and invisible characters. Most texts have
 * no others.
 */
const ONE_COLUMN_EACH = /^[ -~À-ž•\ufffd]*$/;
// How many code units are examined for each column. It limits the time for a line of a megabyte. A text with more code
// units for each column is cut earlier.
const LONGEST = 8;
