import type { SessionIndex } from '../../src/core/index/sessionIndex';

/** Waits until the index looks as wanted; the test's time limit ends the waiting. */
export async function untilIndexed(index: SessionIndex, wanted: () => boolean): Promise<void> {
  while (!wanted()) {
    await new Promise<void>((resolve) => {
      const subscription = index.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
}
