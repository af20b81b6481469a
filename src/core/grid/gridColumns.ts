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

/** The order of the sessions that a column gives. What is only in the files, and not in the index, gives none. */
export const COLUMN_SORTS: Readonly<Partial<Record<GridColumn, SortOrder>>> = {
  who: 'email',
  status: 'status',
  device: 'device',
  os: 'os',
  modified: 'modified',
  findings: 'findings',
  id: 'id',
};

/** Columns whose values are read from the files of the rows in view. */
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
