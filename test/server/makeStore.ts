import assert from 'node:assert/strict';
import type { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import type { Store } from '../../src/server/kernel/store/store';

/** Makes a new, empty store that uses the given clock. */
export type MakeStore = (clock: VirtualClock) => Store | Promise<Store>;

/** Waits until a condition is true. A shared store calls its listeners with a delay. */
export async function poll(isSo: () => boolean, limitMs = 5000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!isSo()) {
    if (Date.now() > end) assert.fail('It did not become so in time.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
