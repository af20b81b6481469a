/** The first node, for the empty text. */
const ROOT = 0;
/** How many different characters may follow a node. */
const CODES = 0x10000;

/** From an offset in a text to another, which is exclusive. */
type Range = readonly [start: number, end: number];

/**
 * Looks for many texts at once. It goes through a text one time, however many it looks for and however alike they are
 * (Aho and Corasick). Searching for them one by one takes as long as both are large, multiplied.
 */
export class ManyTexts {
  /** From a node by a character to the next one, in one map for all: a map for each node would be larger by far. */
  private readonly next = new Map<number, number>();
  private readonly parents = [ROOT];
  private readonly codes = [0];
  private readonly depths = [0];
  /** For each node the longest end of its text that is the beginning of another one. */
  private readonly ends = [ROOT];
  /** For each node how long the longest of the texts is that ends there. */
  private readonly longest = [0];

  /** @param texts each of at least one character */
  constructor(texts: Iterable<string>) {
    for (const text of texts) this.add(text);
    this.connect();
  }

  /** The places in a text where one of the texts is. Those that overlap are one. */
  rangesIn(text: string): Range[] {
    const found: Range[] = [];
    let node = ROOT;
    for (let at = 0; at < text.length; at++) {
      node = this.after(node, text.charCodeAt(at));
      const length = this.longest[node] as number;
      if (length > 0) addRange(found, at + 1 - length, at + 1);
    }
    return found;
  }

  private add(text: string): void {
    let node = ROOT;
    for (let at = 0; at < text.length; at++) node = this.child(node, text.charCodeAt(at));
    this.longest[node] = text.length;
  }

  private child(node: number, code: number): number {
    const known = this.next.get(node * CODES + code);
    if (known !== undefined) return known;
    const made = this.parents.length;
    this.next.set(node * CODES + code, made);
    this.parents.push(node);
    this.codes.push(code);
    this.depths.push((this.depths[node] as number) + 1);
    this.ends.push(ROOT);
    this.longest.push(0);
    return made;
  }

  private connect(): void {
    const byDepth = [...this.depths.keys()].slice(1).sort((one, other) => this.depthOf(one) - this.depthOf(other));
    for (const node of byDepth) {
      const parent = this.parents[node] as number;
      const end = parent === ROOT ? ROOT : this.after(this.ends[parent] as number, this.codes[node] as number);
      this.ends[node] = end;
      this.longest[node] ||= this.longest[end] as number;
    }
  }

  private depthOf(node: number): number {
    return this.depths[node] as number;
  }

  /** Where to go on from a node with a character. */
  private after(node: number, code: number): number {
    let from = node;
    for (;;) {
      const to = this.next.get(from * CODES + code);
      if (to !== undefined) return to;
      if (from === ROOT) return ROOT;
      from = this.ends[from] as number;
    }
  }
}

/** Adds a range that ends behind all others. */
function addRange(ranges: Range[], start: number, end: number): void {
  let first = start;
  for (let last = ranges.at(-1); last && last[1] > first; last = ranges.at(-1)) {
    first = Math.min(first, last[0]);
    ranges.pop();
  }
  ranges.push([first, end]);
}
