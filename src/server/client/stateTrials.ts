import type { StartCause } from './failedStart';
import { moreHeapMb } from './moreHeap';

/** What is done about state that a start could not take up, from what loses nothing to what loses most. */
export type StateRemedy =
  | { readonly kind: 'again' }
  | { readonly kind: 'moreHeap'; readonly heapMb: number }
  | { readonly kind: 'aside' };

/**
 * Decides what is done when starts do not take up the state of the server before. A start that an engine ended gets another
 * try, and then a larger heap. A start that has read the state and refuses it will refuse it again.
 */
export class StateTrials {
  private failed = 0;
  /** The largest heap that was too small. */
  private tried = 0;

  /** @param memory of the machine in bytes */
  constructor(private readonly memory: number) {}

  /** The state was taken up, or is no longer there. */
  over(): void {
    this.failed = 0;
    this.tried = 0;
  }

  remedy({ heapLimit }: StartCause): StateRemedy {
    this.failed++;
    if (heapLimit === undefined) return { kind: 'aside' };
    if (this.failed === 1) return { kind: 'again' };
    // An engine may not take a limit beyond its own.
    const heapMb = heapLimit > this.tried ? moreHeapMb(heapLimit, this.memory) : undefined;
    this.tried = heapLimit;
    return heapMb === undefined ? { kind: 'aside' } : { kind: 'moreHeap', heapMb };
  }
}
