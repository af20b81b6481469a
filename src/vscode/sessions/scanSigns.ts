import type { Timers } from '../../core/base/coalesce';
import type { Disposable } from '../../core/base/event';

/**
 * VS Code shows neither the message nor changed rows of a tree view until none of them has changed for so long, in milliseconds.
 * Only the first change after that is shown at once. Source: `ExtHostTreeView` of VS Code, which debounces both together.
 */
export const HELD_BACK_MS = 200;
/**
 * The message changes at most this often, in milliseconds. While a folder is scanned its rows change every 400 ms at most.
 * One message in that time leaves a pause that is long enough, two would not.
 */
export const MESSAGE_MS = 500;
/** So long after the message of a scan was cleared, in milliseconds, VS Code has cleared it too. Rows change at the end as well. */
export const BAR_END_MS = HELD_BACK_MS + 100;

/** Where it is shown that something goes on, and how far it is. */
export interface SignPlaces {
  /** @param text empty for none */
  showMessage(text: string): void;
  /** @param isBusy whether VS Code's own bar moves */
  showBar(isBusy: boolean): void;
}

/**
 * The message and the bar of a view. What changes faster than VS Code shows it would never be shown at all, so the message keeps a
 * pace. The bar ends with the message that told how far it is.
 */
export class ScanSigns implements Disposable {
  private isBusy = false;
  private shown = '';
  private wanted = '';
  private pause: unknown;
  private barEnd: unknown;

  constructor(
    private readonly timers: Timers,
    private readonly places: SignPlaces,
  ) {}

  /** @param message empty for none */
  set(isBusy: boolean, message: string): void {
    const isOver = this.isBusy && !isBusy;
    this.isBusy = isBusy;
    this.wanted = message;
    if (isBusy) this.moveBar();
    if (isOver) {
      // What follows a scan does not wait for the pace of the scan.
      this.endPause();
      const isOther = this.wanted !== this.shown;
      this.showWanted();
      if (isOther) this.barEnd = this.timers.start(() => this.endBar(), BAR_END_MS);
      else this.endBar();
      return;
    }
    if (this.pause === undefined) this.showWanted();
  }

  dispose(): void {
    this.endPause();
    this.endBar();
  }

  private showWanted(): void {
    // Each text that VS Code gets makes it wait anew, be it the same.
    if (this.wanted === this.shown) return;
    this.shown = this.wanted;
    this.places.showMessage(this.shown);
    this.pause = this.timers.start(() => {
      this.pause = undefined;
      this.showWanted();
    }, MESSAGE_MS);
  }

  private moveBar(): void {
    if (this.barEnd !== undefined) this.timers.stop(this.barEnd);
    this.barEnd = undefined;
    this.places.showBar(true);
  }

  private endBar(): void {
    if (this.barEnd !== undefined) this.timers.stop(this.barEnd);
    this.barEnd = undefined;
    this.places.showBar(false);
  }

  private endPause(): void {
    if (this.pause !== undefined) this.timers.stop(this.pause);
    this.pause = undefined;
  }
}
