import type { PackedSessions } from './handedRows';
import { STATE } from './readRows';
import { RowHash } from './rowHash';
import { type SessionEntry, sameEntry } from './sessionEntry';
import { hashOfText, isSameAt, TextBytes } from './textBytes';
import { WrittenRows } from './writtenRows';

/** Texts of rows that are gone are cleared away when they are more than this and more than half. */
const LEAST_WASTE = 4096;

/**
 * Session files by name, as columns: about a hundred bytes for a session, and nothing for the garbage collector to visit. What is asked
 * for is made when it is asked for.
 */
export class SessionTable extends WrittenRows {
  private readonly names = new RowHash((row) => hashOfText(this.texts.bytes, this.columns.offsets[row] as number));
  private readonly scratch = new TextBytes();
  private readonly free: number[] = [];
  private waste = 0;
  private revised = 0;

  /** Becomes another number when rows come or go. A row stays the same session until then. */
  get revision(): number {
    return this.revised;
  }

  /** How many sessions there are. */
  get size(): number {
    return this.used - this.free.length;
  }

  /** The row of a session file. -1 when there is none. */
  find(name: string): number {
    const { bytes } = this.scratchOf(name);
    return this.names.find(hashOfText(bytes, 0), (row) => this.hasAt(row, bytes, 0));
  }

  /** Adds a session whose name is not there. Returns its row. */
  add(entry: SessionEntry): number {
    this.revised++;
    const row = this.free.pop() ?? this.newRow();
    this.write(row, entry);
    this.names.add(row);
    return row;
  }

  /** Replaces what is known of a session. Its name stays. */
  set(row: number, entry: SessionEntry): void {
    this.unuse(row);
    this.waste += this.endOf(row) - (this.columns.offsets[row] as number);
    this.write(row, entry);
    this.tidy();
  }

  remove(row: number): void {
    this.names.remove(row);
    this.forget(row);
    this.tidy();
  }

  /**
   * Adds the sessions of another table whose names are not there. Those that are there and equal stay as they are.
   * @returns how many were added, the first of their rows, which are the last of all, and the sessions that are there but differ
   */
  append(packed: PackedSessions): { added: number; first: number; known: SessionEntry[] } {
    const first = this.used;
    const base = this.texts.length;
    const kinds = this.kindList.addAll(packed);
    this.texts.append(packed.texts);
    this.reserve(packed.count);
    const known: number[] = [];
    for (let from = 0; from < packed.count; from++) {
      const at = base + (packed.offsets[from] as number);
      const { bytes } = this.texts;
      const there = this.names.find(hashOfText(bytes, at), (row) => this.hasAt(row, bytes, at));
      // One that is there already gets a row of its own for a moment.
      const row = this.used++;
      this.columns.offsets[row] = at;
      this.use(row, kinds[packed.kinds[from] as number] as number);
      this.columns.copyRow(row, packed, from);
      const extra = packed.extras.get(from);
      if (extra) this.extras.set(row, extra);
      if (there < 0) this.names.add(row);
      else if (this.isSameRow(there, row)) this.dropLast(row);
      else known.push(row);
    }
    if (this.used > first) this.revised++;
    const entries = known.map((row) => this.entry(row));
    for (const row of known) this.forget(row);
    return { added: this.used - first - known.length, first, known: entries };
  }

  /** Makes room for this many more. */
  reserve(more: number): void {
    this.names.reserve(more);
    this.columns.reserve(this.used + more);
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    this.columns.resize(this.used);
    this.texts.trim();
    this.names.trim();
    this.kindList.trim();
  }

  /** Bytes that the columns take, without the texts of findings. */
  get bytes(): number {
    return this.columns.bytes + this.texts.bytes.byteLength + this.names.bytes + this.kindList.bytes;
  }

  private dropLast(row: number): void {
    this.unuse(row);
    this.extras.delete(row);
    this.waste += this.endOf(row) - (this.columns.offsets[row] as number);
    this.used--;
  }

  private forget(row: number): void {
    this.revised++;
    this.unuse(row);
    this.waste += this.endOf(row) - (this.columns.offsets[row] as number);
    this.columns.states[row] = STATE.free;
    this.extras.delete(row);
    this.free.push(row);
  }

  private isSameRow(row: number, other: number): boolean {
    if (!this.columns.areSame(row, other)) return false;
    const { bytes } = this.texts;
    const [from, place] = [this.columns.offsets[row] as number, this.columns.offsets[other] as number];
    const length = this.endOf(row) - from;
    if (this.endOf(other) - place !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== bytes[place + i]) return false;
    return !this.isNotable(row) || sameEntry(this.entry(row), this.entry(other));
  }

  private hasAt(row: number, bytes: Uint8Array, at: number): boolean {
    return isSameAt(this.texts.bytes, this.columns.offsets[row] as number, bytes, at);
  }

  private scratchOf(text: string): TextBytes {
    this.scratch.length = 0;
    this.scratch.write(text);
    return this.scratch;
  }

  private unuse(row: number): void {
    const kind = this.columns.kinds[row] as number;
    this.uses[kind] = (this.uses[kind] as number) - 1;
  }

  /** Clears the texts of former rows away when they are more than those that are left. */
  private tidy(): void {
    if (this.waste < LEAST_WASTE || this.waste * 2 < this.texts.length) return;
    const kept = new TextBytes(new Uint8Array(Math.max(256, this.texts.length - this.waste)));
    for (const row of this.rows()) {
      const [from, to] = [this.columns.offsets[row] as number, this.endOf(row)];
      const at = kept.length;
      kept.append(this.texts.bytes.subarray(from, to));
      this.columns.offsets[row] = at;
    }
    this.texts = kept;
    this.waste = 0;
  }
}
