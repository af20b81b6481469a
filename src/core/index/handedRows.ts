import type { PackedExtra } from './packedExtra';
import type { PackedColumns } from './sessionColumns';
import type { SessionEntry } from './sessionEntry';
import { KindList, type SessionKind } from './sessionKind';
import { TextBytes } from './textBytes';
import { WrittenRows } from './writtenRows';

/**
 * Rows of a table as plain data, so that a thread can hand them over without a copy: one array for each property of a session,
 * and no object for a session.
 */
export interface PackedSessions extends PackedColumns {
  readonly count: number;
  readonly texts: Uint8Array;
  readonly kindList: readonly SessionKind[];
  readonly extras: ReadonlyMap<number, PackedExtra>;
}

/** Session files one after the other, to be handed over. None is looked for. */
export class HandedRows extends WrittenRows {
  /** How many sessions there are. */
  get size(): number {
    return this.used;
  }

  /** Returns the row. */
  add(entry: SessionEntry): number {
    const row = this.newRow();
    this.write(row, entry);
    return row;
  }

  /** The rows as they are, for another table. This one is empty then. */
  take(): PackedSessions {
    const { used: count, texts, kindList, extras } = this;
    const packed = {
      count,
      ...this.columns.packed(count),
      texts: texts.bytes.slice(0, texts.length),
      kindList: kindList.list,
      extras,
    };
    this.used = 0;
    this.texts = new TextBytes(texts.bytes);
    this.kindList = new KindList();
    this.uses = [];
    this.extras = new Map();
    return packed;
  }
}
