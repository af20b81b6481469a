const FREE = 0;
const REMOVED = 0xffffffff;
/** A place has the row in its low bits, and a part of the hash in the others, so that few rows are compared in vain. */
const ROW_BITS = 24;
const ROW = 0xffffff;
const LEAST = 16;
/** Longer searches cost more than the memory that a fuller table saves. */
const FULLEST = 0.8;
/** To give back less is not worth placing every row anew. */
const WORTH_WHILE = 1.1;

/**
 * Finds rows of a table by something that they have, with four bytes for each place: no object and no text for a row. Two rows
 * that have the same are found by the table, which compares.
 */
export class RowHash {
  private slots = new Uint32Array(LEAST);
  /** Places that are not free, removed ones too. */
  private taken = 0;
  private live = 0;

  /** @param hashOf 32 bits that follow from what the row has */
  constructor(private readonly hashOf: (row: number) => number) {}

  /** Bytes that this takes. */
  get bytes(): number {
    return this.slots.byteLength;
  }

  /** The first row with this hash that is the one. -1 when there is none. */
  find(hash: number, isIt: (row: number) => boolean): number {
    const { length } = this.slots;
    const tag = hash >>> ROW_BITS;
    for (let at = (hash >>> 0) % length; ; at = at + 1 === length ? 0 : at + 1) {
      const slot = this.slots[at] as number;
      if (slot === FREE) return -1;
      if (slot >>> ROW_BITS === tag && slot !== REMOVED && isIt((slot & ROW) - 1)) return (slot & ROW) - 1;
    }
  }

  add(row: number): void {
    // With room for half as many more, so that it seldom happens.
    if (this.taken + 1 > this.slots.length * FULLEST) this.rebuild(this.live * 1.5 + LEAST);
    this.place(row);
    this.live++;
    this.taken++;
  }

  /** Prepares for this many more rows, and for half as many again as there are, so that many parts do not each begin anew. */
  reserve(more: number): void {
    if (this.taken + more > this.slots.length * FULLEST) this.rebuild(Math.max(this.live + more, this.live * 1.5));
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    if (this.slots.length > placesFor(this.live + 1) * WORTH_WHILE) this.rebuild(this.live + 1);
  }

  remove(row: number): void {
    const at = this.slotOf(row);
    if (at < 0) return;
    this.slots[at] = REMOVED;
    this.live--;
  }

  clear(): void {
    this.slots = new Uint32Array(LEAST);
    this.taken = 0;
    this.live = 0;
  }

  private slotOf(row: number): number {
    const { length } = this.slots;
    for (let at = (this.hashOf(row) >>> 0) % length; ; at = at + 1 === length ? 0 : at + 1) {
      const slot = this.slots[at] as number;
      if (slot === FREE) return -1;
      if (slot !== REMOVED && (slot & ROW) === row + 1) return at;
    }
  }

  private place(row: number): void {
    const { length } = this.slots;
    const hash = this.hashOf(row) >>> 0;
    let at = hash % length;
    while (this.slots[at] !== FREE) at = at + 1 === length ? 0 : at + 1;
    this.slots[at] = ((hash >>> ROW_BITS) << ROW_BITS) | (row + 1);
  }

  private rebuild(rows: number): void {
    const old = this.slots;
    this.slots = new Uint32Array(placesFor(rows));
    for (const slot of old) if (slot !== FREE && slot !== REMOVED) this.place((slot & ROW) - 1);
    this.taken = this.live;
  }
}

function placesFor(rows: number): number {
  return Math.max(LEAST, Math.ceil(rows / FULLEST) + 1);
}
