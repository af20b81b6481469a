import { RuleSheet } from './ruleSheet';

const MOST_TRIES = 8;
/** So much of what a line opens to is its beginning. */
const BEGINNING = 44;
/** What the developer does to see another part; a press may be one on the scroll bar. */
const MOVES = ['wheel', 'touchmove', 'pointerdown'] as const;
const KEYS: ReadonlySet<string> = new Set([' ', 'Tab', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']);

/** The part of the diagram that is in view: brings lines into it, and knows whether the developer has moved it. */
export class Viewport {
  private readonly sheet = new RuleSheet();
  private readonly ends = new AbortController();
  private readonly observer: ResizeObserver;
  private movesItself = false;
  /** What it is on its way to, and how often it may still look whether it is there. */
  private target: HTMLElement | undefined;
  /** That its line comes first, whatever it has opened to. */
  private lineFirst = false;
  private tries = 0;

  /**
   * @param frame what scrolls
   * @param header stays above what scrolls, and hides what is behind it
   * @param onMoved told when the developer has moved it
   */
  constructor(
    private readonly frame: HTMLElement,
    private readonly header: HTMLElement,
    onMoved: () => void,
  ) {
    const moves = () => {
      this.movesItself = false;
      this.target = undefined;
    };
    const { signal } = this.ends;
    for (const move of MOVES) frame.addEventListener(move, moves, { passive: true, capture: true, signal });
    const pressed = ({ key, target }: KeyboardEvent) => {
      if (KEYS.has(key) && (target === document.body || frame.contains(target as Node))) moves();
    };
    document.addEventListener('keydown', pressed, { capture: true, signal });
    const scrolled = () => {
      if (!this.movesItself) onMoved();
    };
    frame.addEventListener('scroll', scrolled, { signal });
    frame.addEventListener('scrollend', () => this.approach(), { signal });
    // Where the browser itself brings what has the focus into view.
    this.observer = new ResizeObserver(() =>
      this.sheet.set(`.diagram { scroll-padding-top: ${header.offsetHeight}px; }`),
    );
    this.observer.observe(header);
  }

  dispose(): void {
    this.ends.abort();
    this.observer.disconnect();
    this.sheet.dispose();
    this.target = undefined;
  }

  /**
   * Brings a line into view, with the beginning of what it has opened to.
   * @param row the line, and below it what it opens to
   * @param lineFirst whether the line itself is then at the top
   */
  show(row: HTMLElement, lineFirst: boolean): void {
    this.target = row;
    this.lineFirst = lineFirst;
    this.tries = MOST_TRIES;
    this.movesItself = true;
    this.approach();
  }

  /** Lines out of view have a height that is only guessed, so that the first try may miss. */
  private approach(): void {
    const { target: row } = this;
    if (!row?.isConnected || this.tries === 0) return;
    this.tries--;
    const way = this.wayTo(row);
    const across = this.wayAcross(row);
    if (Math.abs(way) >= 1 || Math.abs(across) >= 1) {
      const isSmooth = !isCalm() && Math.abs(way) < this.frame.clientHeight;
      this.frame.scrollBy({ top: way, left: across, behavior: isSmooth ? 'smooth' : 'instant' });
      // Goes on when that has come to its end.
      if (isSmooth) return;
    }
    requestAnimationFrame(() => this.approach());
  }

  /**
   * Goes to a place, as it was kept. What is being brought into view is not any more. Before lines are drawn their height
   * is only guessed, so that there may be no such place yet.
   */
  scrollTo(top: number, tries = MOST_TRIES): void {
    this.target = undefined;
    this.movesItself = true;
    this.frame.scrollTo({ top, behavior: 'instant' });
    if (tries > 0 && Math.abs(this.frame.scrollTop - top) >= 1)
      requestAnimationFrame(() => this.scrollTo(top, tries - 1));
  }

  /** What still moves is not the developer's doing. */
  settle(): void {
    this.movesItself = true;
  }

  /** Whether anything of an element can be seen. */
  has(element: Element): boolean {
    const { top, bottom } = element.getBoundingClientRect();
    const view = this.view();
    return bottom > view.top + 1 && top < view.bottom - 1;
  }

  /** Does something that changes how high things are, and leaves a line where it is on the screen. */
  keepInPlace(line: HTMLElement, change: () => void): void {
    const before = line.getBoundingClientRect().top;
    change();
    const way = line.getBoundingClientRect().top - before;
    if (Math.abs(way) < 1) return;
    this.movesItself = true;
    this.frame.scrollBy({ top: way, behavior: 'instant' });
  }

  /** How far to scroll until a line can be seen, with the beginning of what it has opened to; 0 when it can be. */
  private wayTo(row: HTMLElement): number {
    const view = this.view();
    const room = view.bottom - view.top;
    const whole = row.getBoundingClientRect();
    if (whole.height <= room) return wayInto(whole, view);
    const details = row.querySelector('.details:not([hidden])')?.getBoundingClientRect();
    if (!details || this.lineFirst) return whole.top - view.top;
    const beginning = details.top + Math.min(details.height, BEGINNING);
    return Math.max(whole.top - view.top, beginning - view.bottom);
  }

  /** The same from side to side, where not all lanes have room. */
  private wayAcross(row: HTMLElement): number {
    const text = row.querySelector('.label, .band')?.getBoundingClientRect();
    const { left } = this.frame.getBoundingClientRect();
    const right = left + this.frame.clientWidth;
    if (!text || (text.left >= left && text.right <= right)) return 0;
    return text.width > right - left || text.left < left ? text.left - left : text.right - right;
  }

  private view(): { readonly top: number; readonly bottom: number } {
    const top = this.frame.getBoundingClientRect().top;
    return { top: top + this.header.offsetHeight, bottom: top + this.frame.clientHeight };
  }
}

function wayInto(what: { top: number; bottom: number }, view: { top: number; bottom: number }): number {
  if (what.top < view.top) return what.top - view.top;
  return Math.max(0, what.bottom - view.bottom);
}

/** Whether the system, or VS Code, says to leave motion off. */
function isCalm(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
