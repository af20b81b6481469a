import { ACTIVE_ROWS } from './activeRows';
import { EXPIRED_ROWS } from './expiredRows';
import { LOADING_ROWS } from './loadingRows';
import { LOCKED_ROWS } from './lockedRows';
import type { TableRow } from './tableRow';

const ALL = [...LOADING_ROWS, ...ACTIVE_ROWS, ...LOCKED_ROWS, ...EXPIRED_ROWS] as const;

/** Id of a row of the transition table. */
export type RowId = (typeof ALL)[number]['id'];

/**
 * The transition table of the app's session. There is no other way from one state to another. Rows of the source
 * `seed` are what a published guide for mobile developers asks for.
 */
export const TRANSITION_TABLE: readonly TableRow<RowId>[] = ALL;

const BY_ID: ReadonlyMap<string, TableRow<RowId>> = new Map(TRANSITION_TABLE.map((each) => [each.id, each]));

export function rowNamed(id: RowId): TableRow<RowId> {
  const found = BY_ID.get(id);
  if (!found) throw new Error(`There is no row "${id}".`);
  return found;
}
