const LEAST_ROWS = 8;
const MOST_KINDS = 0x10000;
const TWO_32 = 2 ** 32;

/** The columns of a table as plain data. */
export interface PackedColumns {
  /** Where the texts of a row begin. */
  readonly offsets: Uint32Array;
  /** Places in a list of kinds. */
  readonly kinds: Uint16Array | Uint32Array;
  /** Condition and flags. */
  readonly states: Uint8Array;
  readonly modified: Float64Array;
  readonly sizes: Uint16Array;
  readonly highDigests: Uint16Array;
  readonly lowDigests: Uint32Array;
}

/** What a table has of each session, in one array for each property. The arrays grow. */
export class SessionColumns implements PackedColumns {
  offsets = new Uint32Array(LEAST_ROWS);
  kinds: Uint16Array | Uint32Array = new Uint16Array(LEAST_ROWS);
  states = new Uint8Array(LEAST_ROWS);
  modified = new Float64Array(LEAST_ROWS);
  sizes = new Uint16Array(LEAST_ROWS);
  highDigests = new Uint16Array(LEAST_ROWS);
  lowDigests = new Uint32Array(LEAST_ROWS);

  /** Makes room for this many rows. */
  reserve(rows: number): void {
    if (rows > this.offsets.length) this.resize(Math.max(rows, Math.ceil(this.offsets.length * 1.5)));
  }

  resize(rows: number): void {
    this.offsets = copied(this.offsets, new Uint32Array(rows));
    this.kinds = copied(this.kinds, this.kinds instanceof Uint16Array ? new Uint16Array(rows) : new Uint32Array(rows));
    this.states = copied(this.states, new Uint8Array(rows));
    this.modified = copied(this.modified, new Float64Array(rows));
    this.sizes = copied(this.sizes, new Uint16Array(rows));
    this.highDigests = copied(this.highDigests, new Uint16Array(rows));
    this.lowDigests = copied(this.lowDigests, new Uint32Array(rows));
  }

  setKind(row: number, kind: number): void {
    if (kind >= MOST_KINDS && this.kinds instanceof Uint16Array) this.kinds = Uint32Array.from(this.kinds);
    this.kinds[row] = kind;
  }

  setDigest(row: number, digest: number): void {
    this.highDigests[row] = Math.floor(digest / TWO_32);
    this.lowDigests[row] = digest % TWO_32;
  }

  digest(row: number): number {
    return (this.highDigests[row] as number) * TWO_32 + (this.lowDigests[row] as number);
  }

  /** Takes over what is no place in something else. */
  copyRow(row: number, others: PackedColumns, from: number): void {
    this.states[row] = others.states[from] as number;
    this.modified[row] = others.modified[from] as number;
    this.sizes[row] = others.sizes[from] as number;
    this.highDigests[row] = others.highDigests[from] as number;
    this.lowDigests[row] = others.lowDigests[from] as number;
  }

  /** Whether two rows are equal, but for their texts. */
  areSame(row: number, other: number): boolean {
    return (
      this.states[row] === this.states[other] &&
      this.kinds[row] === this.kinds[other] &&
      this.modified[row] === this.modified[other] &&
      this.sizes[row] === this.sizes[other] &&
      this.digest(row) === this.digest(other)
    );
  }

  packed(rows: number): PackedColumns {
    return {
      offsets: this.offsets.slice(0, rows),
      kinds: this.kinds.slice(0, rows),
      states: this.states.slice(0, rows),
      modified: this.modified.slice(0, rows),
      sizes: this.sizes.slice(0, rows),
      highDigests: this.highDigests.slice(0, rows),
      lowDigests: this.lowDigests.slice(0, rows),
    };
  }

  get bytes(): number {
    const { offsets, kinds, states, modified, sizes, highDigests, lowDigests } = this;
    const columns = [offsets, kinds, states, modified, sizes, highDigests, lowDigests];
    return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}

function copied<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(old: T, made: T): T {
  made.set(old.subarray(0, made.length) as never);
  return made;
}
