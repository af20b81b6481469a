/** Where each actor stands in the diagram: the only place that knows positions. */
export class Lanes {
  private readonly places: ReadonlyMap<string, number>;
  /** One lane at least. */
  readonly count: number;

  /** @param names from left to right */
  constructor(readonly names: readonly string[]) {
    this.places = new Map(names.map((name, at) => [name, at]));
    this.count = Math.max(1, names.length);
  }

  /** The rules of CSS behind the classes. */
  get rules(): string {
    const { count } = this;
    const rules = [
      `.lanes { grid-template-columns: repeat(${2 * count}, minmax(0, 1fr)); }`,
      `.story, .actors { min-width: ${count * 8.5 + 4}rem; }`,
    ];
    for (let a = 0; a < count; a++) {
      rules.push(`.lane-${a} { grid-column: ${2 * a + 1} / ${2 * a + 3}; }`);
      // Beside its lane, on the side where there is room.
      const [first, end] = this.isLast(a) ? [2 * a - 1, 2 * a + 2] : [2 * a + 2, 2 * a + 5];
      rules.push(`.self-${a} { grid-column: ${first} / ${Math.min(2 * count + 1, end)}; }`);
      for (let b = a; b < count; b++) {
        // Half a lane more on each side, so that texts need fewer lines.
        rules.push(`.between-${a}-${b} { grid-column: ${2 * a + 1} / ${2 * b + 3}; }`);
        rules.push(`.over-${a}-${b} { grid-column: ${Math.max(1, 2 * a)} / ${Math.min(2 * count + 1, 2 * b + 4)}; }`);
      }
    }
    return rules.join('\n');
  }

  at(name: string): number {
    return this.places.get(name) ?? 0;
  }

  isLast(at: number): boolean {
    return at === this.count - 1 && at > 0;
  }

  /** Across the diagram, in per cent of its width. */
  middle(at: number): string {
    return `${((at + 0.5) / this.count) * 100}%`;
  }

  /** Class of what stands in the lane of an actor. */
  laneClass(name: string): string {
    return `lane-${this.at(name)}`;
  }

  /** Classes of a text on the arrow between two, or beside the lane of one. */
  labelClass(from: string, to: string): string {
    const [a, b] = [this.at(from), this.at(to)];
    if (a !== b) return `between-${Math.min(a, b)}-${Math.max(a, b)}`;
    return `self-${a} ${this.isLast(a) ? 'before-lane' : 'behind-lane'}`;
  }

  /** Class of what stands over all lanes from one to another; over all when none is named. */
  overClass(names: readonly string[]): string {
    const all = names.map((name) => this.at(name));
    return all.length === 0 ? `over-0-${this.count - 1}` : `over-${Math.min(...all)}-${Math.max(...all)}`;
  }
}
