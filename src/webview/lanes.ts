import { svg } from './dom';

/** Where each actor stands in the diagram, and the arrows between them: the only place that knows positions. */
export class Lanes {
  private readonly sheet = new CSSStyleSheet();
  private readonly byName = new Map<string, number>();
  private count = 1;

  constructor() {
    // Rules are made by a script: the page allows no style in its markup.
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  /** @param names from left to right */
  set(names: readonly string[]): void {
    this.byName.clear();
    for (const [at, name] of names.entries()) this.byName.set(name, at);
    this.count = Math.max(1, names.length);
    const rules = [
      `.lanes { grid-template-columns: repeat(${2 * this.count}, minmax(0, 1fr)); }`,
      `.story, .actors { min-width: ${this.count * 8.5 + 4}rem; }`,
    ];
    for (let a = 0; a < this.count; a++) {
      rules.push(`.lane-${a} { grid-column: ${2 * a + 1} / ${2 * a + 3}; }`);
      // Beside its lane, on the side where there is room.
      const [first, end] = this.isLast(a) ? [2 * a - 1, 2 * a + 2] : [2 * a + 2, 2 * a + 5];
      rules.push(`.self-${a} { grid-column: ${first} / ${Math.min(2 * this.count + 1, end)}; }`);
      for (let b = a; b < this.count; b++) {
        // Half a lane more on each side, so that texts need fewer lines.
        rules.push(`.between-${a}-${b} { grid-column: ${2 * a + 1} / ${2 * b + 3}; }`);
        rules.push(
          `.over-${a}-${b} { grid-column: ${Math.max(1, 2 * a)} / ${Math.min(2 * this.count + 1, 2 * b + 4)}; }`,
        );
      }
    }
    this.sheet.replaceSync(rules.join('\n'));
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

  /** The line from one to another with its head; `kind` says how it is drawn. */
  arrow(from: string, to: string, kind: 'call' | 'answer' | 'drawn'): SVGElement {
    const [a, b] = [this.at(from), this.at(to)];
    const common = { class: `arrow arrow-${kind}`, width: '100%', 'aria-hidden': 'true' };
    const head = { 'marker-end': `url(#head-${kind})` };
    if (a !== b) {
      const line = svg('line', { x1: this.middle(a), x2: this.middle(b), y1: 6, y2: 6, ...head });
      return svg('svg', { ...common, height: 12 }, line);
    }
    const out = this.isLast(a) ? -26 : 26;
    const loop = svg('path', { d: `M0 3 h${out} v12 h${-out}`, ...head });
    return svg('svg', { ...common, height: 20 }, svg('svg', { x: this.middle(a), overflow: 'visible' }, loop));
  }

  /** A line down from each actor, behind everything. */
  lifelines(): SVGElement {
    const lines = Array.from({ length: this.count }, (_, at) =>
      svg('line', { x1: this.middle(at), x2: this.middle(at), y1: 0, y2: '100%' }),
    );
    return svg('svg', { class: 'lifelines', width: '100%', height: '100%', 'aria-hidden': 'true' }, ...lines);
  }

  /** Heads of the arrows, once in a page. */
  static heads(): SVGElement {
    const head = (kind: string, d: string) =>
      svg(
        'marker',
        {
          id: `head-${kind}`,
          class: `head head-${kind}`,
          viewBox: '0 0 10 10',
          refX: 10,
          refY: 5,
          markerWidth: 9,
          markerHeight: 9,
          markerUnits: 'userSpaceOnUse',
          orient: 'auto',
        },
        svg('path', { d }),
      );
    const open = 'M1 1 L9 5 L1 9';
    return svg(
      'svg',
      { class: 'heads', width: 0, height: 0, 'aria-hidden': 'true' },
      svg('defs', {}, head('call', 'M0 0 L10 5 L0 10 z'), head('answer', open), head('drawn', open)),
    );
  }

  private at(name: string): number {
    return this.byName.get(name) ?? 0;
  }

  private isLast(at: number): boolean {
    return at === this.count - 1 && at > 0;
  }

  private middle(at: number): string {
    return `${((at + 0.5) / this.count) * 100}%`;
  }
}
