import { h } from './dom';
import { icon } from './icons';

type Side = 'left' | 'right';

/** Says beside the actors on which side lanes go on, and goes there. */
export class LaneSigns {
  readonly element: HTMLElement;
  private readonly signs: Readonly<Record<Side, HTMLButtonElement>>;

  /**
   * @param frame what scrolls
   * @param header as wide as all lanes
   * @param text what a sign says
   */
  constructor(
    private readonly frame: HTMLElement,
    header: HTMLElement,
    text: string,
  ) {
    this.signs = { left: this.sign('left', text), right: this.sign('right', text) };
    this.element = h('div', { class: 'lane-signs' }, this.signs.left, this.signs.right);
    frame.addEventListener('scroll', () => this.draw(), { passive: true });
    const observer = new ResizeObserver(() => this.draw());
    for (const each of [frame, header]) observer.observe(each);
  }

  private sign(side: Side, text: string): HTMLButtonElement {
    // Not for those who listen: all actors are read out to them, and a line with the focus comes into view.
    const hiddenFrom = { tabindex: -1, 'aria-hidden': 'true', hidden: true };
    const sign = h(
      'button',
      { type: 'button', class: `more more-${side}`, title: text, ...hiddenFrom },
      icon('chevron'),
    );
    sign.addEventListener('click', () => this.go(side));
    return sign;
  }

  private go(side: Side): void {
    const way = this.frame.clientWidth * 0.6;
    this.frame.scrollBy({ left: side === 'left' ? -way : way, behavior: 'instant' });
  }

  private draw(): void {
    const { scrollLeft, scrollWidth, clientWidth } = this.frame;
    this.signs.left.hidden = scrollLeft < 1;
    this.signs.right.hidden = scrollWidth - clientWidth - scrollLeft < 1;
  }
}
