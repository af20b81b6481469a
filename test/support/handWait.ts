import type { RestartTime } from '../../src/server/client/crashes';

/** Time for restarts that stands still. The test ends each wait. */
export class HandWait implements RestartTime {
  readonly asked: number[] = [];
  private go: (() => void) | undefined;

  now(): number {
    return 0;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    this.asked.push(ms);
    return new Promise((resolve, reject) => {
      this.go = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }

  get isWaiting(): boolean {
    return this.go !== undefined;
  }

  end(): void {
    this.go?.();
    this.go = undefined;
  }
}
