/** Begins to run something after some milliseconds, which is no reason for the process to live on. */
export type StartTimer = (run: () => void, ms: number) => void;

const startTimer: StartTimer = (run, ms) => void setTimeout(run, ms).unref();

/**
 * A `fetch` that gives up. Whatever has a port may answer never, or begin an answer and not end it: both count, from the call on.
 * @param ms how long a whole answer may take
 */
export function patientFetch(ms: number, start: StartTimer = startTimer): typeof fetch {
  return (url, init) => {
    const late = new AbortController();
    start(() => late.abort(new Error(`no whole answer came within ${ms / 1000} s`)), ms);
    const { signal: given } = init ?? {};
    return fetch(url, { ...init, signal: given ? AbortSignal.any([given, late.signal]) : late.signal });
  };
}
