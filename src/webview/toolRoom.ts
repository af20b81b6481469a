/** So often, more words of the tools are left out: last of all those of Play. */
const MOST = 5;

/**
 * Leaves out words of the tools until they stand in one row, in any language, and the status beside them where both
 * share a row. The style sheet says which words go first: those whose numbers are in `data-without`.
 */
export class ToolRoom {
  private width = -1;
  private without = 0;

  /** @param header with the toolbar and the status line in it */
  constructor(private readonly header: HTMLElement) {
    window.addEventListener('resize', this.look);
  }

  /** To be called after anything in the header may have become longer. Words come back only with more width, so that they
   * do not come and go while a flow runs. */
  readonly look = (): void => {
    const { clientWidth } = this.header;
    if (clientWidth !== this.width) this.without = 0;
    this.width = clientWidth;
    const first = this.without;
    while (this.without < MOST && !this.fits(true)) this.without++;
    this.show();
    if (this.fits(true)) return;
    // Nothing makes room for the status, so no words are given up for it.
    this.without = first;
    while (this.without < MOST && !this.fits(false)) this.without++;
    this.show();
  };

  dispose(): void {
    window.removeEventListener('resize', this.look);
  }

  private show(): void {
    this.header.dataset.without = Array.from({ length: this.without }, (_, at) => at + 1).join(' ');
  }

  private fits(withStatus: boolean): boolean {
    this.show();
    const groups = [...this.header.querySelectorAll<HTMLElement>('.tools')];
    const tops = new Set(groups.map(({ offsetTop }) => offsetTop));
    if (tops.size > 1 || groups.some(({ offsetHeight }) => offsetHeight > (groups[0]?.offsetHeight ?? 0))) return false;
    return !withStatus || this.isBesideStatus();
  }

  /** True also where the status has a row of its own in any case. */
  private isBesideStatus(): boolean {
    const toolbar = this.header.querySelector<HTMLElement>('.toolbar');
    const status = this.header.querySelector<HTMLElement>('.status-line');
    if (!toolbar || !status || getComputedStyle(this.header).display !== 'flex') return true;
    return status.offsetTop < toolbar.offsetTop + toolbar.offsetHeight;
  }
}
