/** A value with the time at which it is due. `place` is its index in the heap, or -1 if it is in none. */
export interface DueValue<T> {
  readonly at: number;
  /** Orders deadlines of the same time: the one that was created first comes first. */
  readonly order: number;
  readonly value: T;
  place: number;
}

/**
 * A binary heap of deadlines. Adding one, removing any one, and taking the earliest are O(log n). The heaps on npm
 * cannot remove from the middle. With them, a server that renews lifetimes all the time would keep the old deadlines
 * until they are due.
 */
export class DeadlineHeap<T> {
  private readonly heap: DueValue<T>[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  get first(): DueValue<T> | undefined {
    return this.heap[0];
  }

  /** Creates a deadline that is in no heap yet. `insert` puts it in. */
  create(at: number, value: T): DueValue<T> {
    return { at, order: this.added++, value, place: -1 };
  }

  insert(deadline: DueValue<T>): void {
    this.heap.push(deadline);
    this.up(deadline, this.heap.length - 1);
  }

  /** Removes a deadline. Does nothing if it is not in the heap. */
  remove(deadline: DueValue<T>): void {
    const { place } = deadline;
    if (place < 0) return;
    deadline.place = -1;
    const last = this.heap.pop() as DueValue<T>;
    if (last === deadline) return;
    this.up(last, place);
    this.down(last, last.place);
  }

  clear(): void {
    for (const deadline of this.heap) deadline.place = -1;
    this.heap.length = 0;
  }

  private up(deadline: DueValue<T>, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.heap[above] as DueValue<T>;
      if (isBefore(parent, deadline)) break;
      this.set(parent, place);
      place = above;
    }
    this.set(deadline, place);
  }

  private down(deadline: DueValue<T>, from: number): void {
    let place = from;
    for (;;) {
      const left = this.heap[2 * place + 1];
      if (!left) break;
      const right = this.heap[2 * place + 2];
      const child = right && isBefore(right, left) ? right : left;
      if (isBefore(deadline, child)) break;
      const below = child.place;
      this.set(child, place);
      place = below;
    }
    this.set(deadline, place);
  }

  private set(deadline: DueValue<T>, place: number): void {
    this.heap[place] = deadline;
    deadline.place = place;
  }
}

function isBefore(one: DueValue<unknown>, other: DueValue<unknown>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
