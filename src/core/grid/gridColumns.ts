import type { SortOrder } from '../index/arrangement';

export const GRID_COLUMNS = [
  'who',
  'status',
  'device',
  'os',
  'address',
  'modified',
  'findings',
  'token',
  'id',
] as const;
/** What a column of the grid shows of each session. */
export type GridColumn = (typeof GRID_COLUMNS)[number];

/** The order of the sessions that a column gives. By what is only in the files they are sorted when it was read (`READ_COLUMNS`). */
export const COLUMN_SORTS: Readonly<Partial<Record<GridColumn, SortOrder>>> = {
  who: 'email',
  status: 'status',
  device: 'device',
  os: 'os',
  modified: 'modified',
  findings: 'findings',
  id: 'id',
};

/** Columns whose values are read from the files: of the rows in view, or of all rows to sort by them. */
export const READ_COLUMNS: ReadonlySet<GridColumn> = new Set(['address', 'token']);

const SHOWN_AT_FIRST: readonly GridColumn[] = ['who', 'status', 'device', 'os', 'address', 'modified', 'findings'];

/**
 * The columns that somebody chose, in the one order, whatever was kept. A grid without columns would show nothing, so
 * that the first ones are shown then.
 */
export function chosenColumns(kept: unknown): readonly GridColumn[] {
  const chosen = Array.isArray(kept) ? GRID_COLUMNS.filter((column) => kept.includes(column)) : [];
  return chosen.length > 0 ? chosen : SHOWN_AT_FIRST;
}

/** How wide columns are, in pixels. */
export type ColumnWidths = Readonly<Partial<Record<GridColumn, number>>>;

/** The limits of a width that somebody chooses. */
export const COLUMN_PIXELS = { least: 48, most: 1200 } as const;

/** The widths that somebody chose, whatever was kept. */
export function chosenWidths(kept: unknown): ColumnWidths {
  if (typeof kept !== 'object' || kept === null) return {};
  const widths = kept as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    GRID_COLUMNS.flatMap((column) => {
      const pixels = Object.hasOwn(widths, column) ? widths[column] : undefined;
      return typeof pixels === 'number' && Number.isFinite(pixels) ? [[column, possibleWidth(pixels)]] : [];
    }),
  );
}

/** The nearest width that a column can have. */
export function possibleWidth(pixels: number): number {
  return Math.round(Math.max(COLUMN_PIXELS.least, Math.min(COLUMN_PIXELS.most, pixels)));
}
