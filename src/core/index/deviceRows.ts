import { RowHash } from './rowHash';
import type { SessionTable } from './sessionTable';
import { hashOfText, TextBytes } from './textBytes';

/** Which rows of a table name the same device. Nothing is kept for a device that one row names, but its place in a hash. */
export class DeviceRows {
  /** One row for each device. */
  private readonly firsts: RowHash;
  /** All rows of a device that several rows name, by the one in `firsts`. */
  private readonly groups = new Map<number, Set<number>>();
  private readonly probe = new TextBytes();

  constructor(private readonly table: SessionTable) {
    this.firsts = new RowHash((row) => table.deviceHash(row));
  }

  reserve(more: number): void {
    this.firsts.reserve(more);
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    this.firsts.trim();
  }

  /** How many rows name the device of a row. */
  sharing(row: number): number {
    const first = this.firstOf(row);
    return first < 0 ? 0 : (this.groups.get(first)?.size ?? 1);
  }

  /** Adds a row that names a device. Returns the rows that name it already. */
  add(row: number): ReadonlySet<number> | undefined {
    const first = this.firstOf(row);
    if (first < 0) {
      this.firsts.add(row);
      return undefined;
    }
    const group = this.groups.get(first) ?? new Set([first]);
    this.groups.set(first, group);
    group.add(row);
    return group;
  }

  /** Removes a row before its device changes. Returns the rows that still name it. */
  remove(row: number): ReadonlySet<number> | undefined {
    const first = this.firstOf(row);
    const group = this.groups.get(first);
    if (!group) {
      if (first === row) this.firsts.remove(row);
      return undefined;
    }
    group.delete(row);
    if (first === row) {
      const [next] = group as Set<number>;
      this.firsts.remove(row);
      this.firsts.add(next as number);
      this.groups.delete(row);
      if (group.size > 1) this.groups.set(next as number, group);
    } else if (group.size === 1) {
      this.groups.delete(first);
    }
    return group;
  }

  /** The rows that name a device. */
  of(device: string): ReadonlySet<number> {
    this.probe.length = 0;
    this.probe.write(device);
    const first = this.firsts.find(hashOfText(this.probe.bytes, 0), (row) =>
      this.table.hasDevice(row, this.probe.bytes, 0),
    );
    return first < 0 ? new Set() : (this.groups.get(first) ?? new Set([first]));
  }

  /** The rows of each device that several rows name. */
  shared(): IterableIterator<ReadonlySet<number>> {
    return this.groups.values();
  }

  private firstOf(row: number): number {
    const { bytes, at } = this.table.devicePlace(row);
    return this.firsts.find(hashOfText(bytes, at), (other) => this.table.hasDevice(other, bytes, at));
  }
}
