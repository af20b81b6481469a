import { h } from './dom';

/** As many sentences are said at once; of the others only how many there are. */
const MOST = 3;
const TOGETHER_MS = 400;

/** Says what happens to those who listen: politely, and many things at once in few words. */
export class Announcer {
  readonly element = h('div', { class: 'spoken', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  private waiting: string[] = [];
  private last: string | undefined;
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

  /** Said after all others; the one of before is not said when it still waits. Nothing takes it back. */
  sayLast(text: string | undefined): void {
    this.last = text;
    if (text !== undefined) this.timer ??= window.setTimeout(() => this.flush(), TOGETHER_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const { waiting, last } = this;
    const left = waiting.length - MOST;
    const said = left > 0 ? [...waiting.slice(-MOST), this.more(left)] : waiting;
    if (last !== undefined) said.push(last);
    this.waiting = [];
    this.last = undefined;
    for (const text of said) this.element.append(h('p', {}, text));
    while (this.element.childElementCount > 2 * (MOST + 2)) this.element.firstElementChild?.remove();
  }
}
