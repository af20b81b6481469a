import type { Clock } from '../../kernel/clock/clock';

/** Whose time a wait goes by. */
export type TimeKind = 'virtual' | 'real';

/** @returns whether the time has come; false when the signal ended the wait before */
export function waited(ms: number, kind: TimeKind, clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  if (ms === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', given);
      resolve(true);
    };
    const timer = kind === 'virtual' ? clock.schedule(clock.now() + ms, done) : realTimer(done, ms);
    const given = () => {
      timer.dispose();
      resolve(false);
    };
    signal.addEventListener('abort', given, { once: true });
  });
}

/** What the developer asked for in so many words: it is no deadline of the emulated system. */
function realTimer(run: () => void, ms: number): { dispose(): void } {
  const timer = setTimeout(run, ms);
  return { dispose: () => clearTimeout(timer) };
}
