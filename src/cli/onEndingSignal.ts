import process from 'node:process';

/**
 * Calls a function at each signal that asks this process to end. It no longer ends by itself then, also at a second one: what
 * it has begun must be brought to an end first.
 * @param end gets the signal
 */
export function onEndingSignal(end: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
