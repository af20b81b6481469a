import type { PackedSessions } from './handedRows';
import type { PackedExtra } from './packedExtra';
import type { ReadRows } from './readRows';
import { SessionColumns } from './sessionColumns';
import { KindList } from './sessionKind';
import { TextBytes } from './textBytes';

/** How many rows are packed at a time, and how many of those that have more than columns. */
export interface PackLimits {
  readonly rows: number;
  readonly extras: number;
}

/**
 * Copies rows of a table as plain data, with nothing of rows that are gone.
 * @returns the rows, and the first row behind them
 */
export function packRows(
  table: ReadRows,
  from: number,
  most: PackLimits,
  isLeftOut: (row: number) => boolean,
): { sessions: PackedSessions; next: number } {
  const columns = new SessionColumns();
  const texts = new TextBytes();
  const kindList = new KindList();
  const places = new Map<number, number>();
  const extras = new Map<number, PackedExtra>();
  let count = 0;
  let next = table.end;
  for (const row of table.rows(from)) {
    if (count === most.rows || extras.size === most.extras) {
      next = row;
      break;
    }
    if (isLeftOut(row)) continue;
    columns.reserve(count + 1);
    columns.offsets[count] = texts.length;
    table.copyRow(row, columns, count, texts);
    const kind = table.kindPlace(row);
    const place = places.get(kind) ?? kindList.add(table.kind(row));
    places.set(kind, place);
    columns.setKind(count, place);
    const extra = table.packedExtra(row);
    if (extra !== undefined) extras.set(count, extra);
    count++;
  }
  const packed = { ...columns.packed(count), texts: texts.bytes.slice(0, texts.length) };
  return { sessions: { count, ...packed, ...kindList.packed(), extras }, next };
}
