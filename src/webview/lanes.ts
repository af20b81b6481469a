/** A lane is at least so wide, in pixels; where that is too much together, the diagram scrolls sideways. */
const NARROWEST = 104;

/** The position of each actor in the diagram. No other code computes positions. */
export class Lanes {
  private readonly places: ReadonlyMap<string, number>;
  /** The number of lanes, at least one. */
  readonly count: number;

  /** @param names from left to right */
  constructor(readonly names: readonly string[]) {
    this.places = new Map(names.map((name, at) => [name, at]));
    this.count = Math.max(1, names.length);
  }

  /** The CSS rules of the classes. */
  get rules(): string {
    const { count } = this;
    const rules = [
      `.lanes { grid-template-columns: repeat(${2 * count}, minmax(0, 1fr)); }`,
      `.story, .actors { min-width: calc(${count * NARROWEST}px + var(--gutter) + 0.5rem); }`,
    ];
    for (let a = 0; a < count; a++) {
      rules.push(`.lane-${a} { grid-column: ${2 * a + 1} / ${2 * a + 3}; }`);
      // The text is beside its lane, on the side that has room.
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

  /** Horizontal position in the diagram, in per cent of its width. */
  middle(at: number): string {
    return `${((at + 0.5) / this.count) * 100}%`;
  }

  /** The class of an element in the lane of an actor. */
  laneClass(name: string): string {
    return `lane-${this.at(name)}`;
  }

  /** The classes of a text on the arrow between two actors, or beside the lane of one. */
  labelClass(from: string, to: string): string {
    const [a, b] = [this.at(from), this.at(to)];
    if (a !== b) return `between-${Math.min(a, b)}-${Math.max(a, b)}`;
    return `self-${a} ${this.isLast(a) ? 'before-lane' : 'behind-lane'}`;
  }

  /** The class of an element that spans the lanes of these actors. Without names it spans all lanes. */
  overClass(names: readonly string[]): string {
    const all = names.map((name) => this.at(name));
    return all.length === 0 ? `over-0-${this.count - 1}` : `over-${Math.min(...all)}-${Math.max(...all)}`;
  }
}
