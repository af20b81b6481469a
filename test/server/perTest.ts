import assert from 'node:assert/strict';

interface Running {
  stop(): Promise<void>;
}

/** Starts one for each test of a suite, and ends it after the test. */
export function perTest<T extends Running>(start: () => Promise<T>): () => T {
  let running: T | undefined;
  beforeEach(async () => {
    running = await start();
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  return () => {
    assert.ok(running, 'the server runs only during a test');
    return running;
  };
}

/** Starts one for a single test, and ends it afterwards. */
export async function during<T extends Running>(
  starting: Promise<T>,
  run: (running: T) => Promise<void>,
): Promise<void> {
  const running = await starting;
  try {
    await run(running);
  } finally {
    await running.stop();
  }
}
