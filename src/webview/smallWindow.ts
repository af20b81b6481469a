/** Matches windows with little height. */
const SMALL = '(max-height: 34rem), (max-width: 44rem) and (max-height: 40rem)';

/** Tells whether the window is so small that what stands beside the diagram is closed at first. */
export class SmallWindow {
  private readonly query = window.matchMedia(SMALL);

  constructor(private readonly changed: (isSmall: boolean) => void) {}

  get matches(): boolean {
    return this.query.matches;
  }

  listen(): void {
    this.query.addEventListener('change', this.told);
  }

  dispose(): void {
    this.query.removeEventListener('change', this.told);
  }

  private readonly told = (): void => this.changed(this.query.matches);
}
