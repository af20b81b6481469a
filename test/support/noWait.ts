import type { RestartTime } from '../../src/server/client/crashes';

/** Time for restarts that stands still, and in which each wait is over at once. */
export class NoWait implements RestartTime {
  readonly asked: number[] = [];

  now(): number {
    return 0;
  }

  async wait(ms: number): Promise<void> {
    this.asked.push(ms);
  }
}
