import type { PlainSession } from '../session/plainSession';
import { PLAIN } from '../session/plainShape';
import type { PackedExtra } from './packedExtra';
import { PlainKinds } from './plainKinds';
import { CONDITIONS, STATE } from './readRows';
import type { PackedColumns } from './sessionColumns';
import type { SessionEntry } from './sessionEntry';
import { KindList, type PackedKinds, type SessionKind } from './sessionKind';
import { Utf8Texts } from './utf8Texts';
import { isSearchable, WrittenRows } from './writtenRows';

/**
 * Rows of a table as plain data, so that a thread can hand them over without a copy: one array for each property of a session,
 * and no object for a session.
 */
export interface PackedSessions extends PackedColumns, PackedKinds {
  readonly count: number;
  readonly texts: Uint8Array;
  readonly extras: ReadonlyMap<number, PackedExtra>;
}

/** What the index knows of a plain session that is not in its texts. */
export interface PlainStamp {
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Bytes. Less than 65,536. */
  readonly size: number;
  readonly digest: number | undefined;
  readonly pushDigest: string | undefined;
}

/** Session files one after the other, to be handed over. None is looked for. */
export class HandedRows extends WrittenRows {
  protected override texts = new Utf8Texts();
  private readonly kinds = new PlainKinds();
  /** Those of the list. */
  private readonly places = new Map<SessionKind, number>();

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

  /** Adds a session of which nothing is to be said, and whose id is its name. */
  addPlain(session: PlainSession, stamp: PlainStamp): void {
    const { bytes, from, to } = session;
    const { columns, texts } = this;
    const row = this.newRow();
    const at = texts.length;
    columns.offsets[row] = at;
    this.use(row, this.placeOf(this.kinds.of(session)));
    columns.modified[row] = stamp.modified;
    columns.sizes[row] = stamp.size;
    columns.setDigest(row, stamp.digest ?? 0);
    texts.writeUtf8(bytes, from[PLAIN.sessionId] as number, to[PLAIN.sessionId] as number);
    texts.writeUtf8(bytes, from[PLAIN.email] as number, to[PLAIN.email] as number);
    const isOdd = !isSearchable(texts.bytes, at);
    columns.states[row] =
      CONDITIONS.indexOf(session.isPending ? 'pending' : 'accepted') |
      STATE.namedAsSession |
      (stamp.pushDigest !== undefined ? STATE.push : 0) |
      (stamp.digest !== undefined ? STATE.digest : 0) |
      (isOdd ? STATE.odd : 0);
    texts.writeUtf8(bytes, from[PLAIN.deviceId] as number, to[PLAIN.deviceId] as number);
    if (stamp.pushDigest !== undefined) texts.write(stamp.pushDigest);
  }

  /** A kind comes many times as the same object. */
  private placeOf(kind: SessionKind): number {
    const known = this.places.get(kind);
    if (known !== undefined) return known;
    const place = this.kindList.add(kind);
    this.places.set(kind, place);
    return place;
  }

  /** The rows as they are, for another table. This one is empty then. */
  take(): PackedSessions {
    const { used: count, texts, kindList, extras } = this;
    const packed = {
      count,
      ...this.columns.packed(count),
      texts: texts.bytes.slice(0, texts.length),
      ...kindList.packed(),
      extras,
    };
    this.used = 0;
    this.texts = new Utf8Texts(texts.bytes);
    this.kindList = new KindList();
    this.places.clear();
    this.uses = [];
    this.extras = new Map();
    return packed;
  }
}
