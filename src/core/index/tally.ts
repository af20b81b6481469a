/** How often each text is given. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(text: string | undefined, by: 1 | -1): void {
    if (!text) return;
    const count = (this.counts.get(text) ?? 0) + by;
    if (count > 0) this.counts.set(text, count);
    else this.counts.delete(text);
  }

  /**
   * What is given most; undefined when nothing is. Of several that are given alike often the first in the alphabet: which was
   * given first must not matter, since looking at a file anew gives it anew.
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
