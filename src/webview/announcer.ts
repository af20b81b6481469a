import { h } from './dom';

/** As many sentences are said at once; of the others only how many there are. */
const MOST = 3;
const TOGETHER_MS = 400;

/** Says what happens to those who listen: politely, and many things at once in few words. */
export class Announcer {
  readonly element = h('div', { class: 'spoken', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  private waiting: string[] = [];
  private timer: number | undefined;

  /** @param more what is said for the sentences that are left out, by their number */
  constructor(
    label: string,
    private readonly more: (count: number) => string,
  ) {
    this.element.setAttribute('aria-label', label);
  }

  say(text: string): void {
    this.waiting.push(text);
    this.timer ??= window.setTimeout(() => this.flush(), TOGETHER_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const left = this.waiting.length - MOST;
    const said = left > 0 ? [...this.waiting.slice(-MOST), this.more(left)] : this.waiting;
    this.waiting = [];
    for (const text of said) this.element.append(h('p', {}, text));
    while (this.element.childElementCount > 2 * MOST) this.element.firstElementChild?.remove();
  }
}
