/** Counts how often each text occurs. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(text: string | undefined, by: number): void {
    if (!text) return;
    const count = (this.counts.get(text) ?? 0) + by;
    if (count > 0) this.counts.set(text, count);
    else this.counts.delete(text);
  }

  /**
   * The most frequent text. Undefined when there is none. Of equally frequent texts it is the first in alphabetical
   * order: the order in which they were added must not matter, because a file that is read again is added again.
   */
  get most(): string | undefined {
    let most: string | undefined;
    let highest = 0;
    for (const [text, count] of this.counts) {
      if (count < highest || (count === highest && most !== undefined && most < text)) continue;
      most = text;
      highest = count;
    }
    return most;
  }
}
