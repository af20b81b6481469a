import fs from 'node:fs';

/**
 * The longest time in milliseconds that the event loop of this process was blocked while `run` ran. Where the system
 * provides it (Linux), that is CPU time of the main thread. Then other programs on the machine do not count.
 */
export async function longestBlock(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = ownTime();
  let done = false;
  const tick = () => {
    const now = ownTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!done) setImmediate(tick);
  };
  tick();
  await run();
  done = true;
  tick();
  return longest;
}

function ownTime(): number {
  try {
    return Number(fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}
