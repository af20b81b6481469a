import type { Clock } from '../../kernel/clock/clock';

/** The clock for a wait: the virtual clock of the server, or real time. */
export type TimeKind = 'virtual' | 'real';

/**
 * Waits.
 * @param ms milliseconds
 * @returns true when the time is over, false when the signal was aborted before
 */
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

/** A timer in real time. It is used only when the developer explicitly asks for real time. */
function realTimer(run: () => void, ms: number): { dispose(): void } {
  const timer = setTimeout(run, ms);
  return { dispose: () => clearTimeout(timer) };
}
