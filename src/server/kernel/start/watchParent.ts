import { Worker } from 'node:worker_threads';

// A thread that does not notice the end of its parent in this time is busy.
const PATIENCE_MS = 1_000;
// A start that takes longer is watched too.
const LATEST_MS = 1_000;
// The server ends itself when closing takes 3 s.
const GRACE_MS = 4_000;

/** What the thread gets that watches the parent. */
export interface WatchData {
  /** One number, which is 1 once the server is being closed. */
  readonly closing: SharedArrayBuffer;
  /** Milliseconds from the end of the parent to that of this process, if it is not being closed by then. */
  readonly patienceMs: number;
  /** Milliseconds more, if it is. */
  readonly graceMs: number;
}

/** The watch over the parent of this process. */
export interface ParentWatch {
  /** The server runs: from now on its thread may be busy for long. */
  running(): void;
  /** The server is being closed. */
  closing(): void;
}

/**
 * Ends this process when its parent is gone, even if this thread is busy without end. The thread for that begins when the
 * server runs, or after a second: it would hold up the start.
 * @param program absolute path of the bundle of parentWatch.ts
 */
export function watchParent(program: string): ParentWatch {
  const closing = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const data: WatchData = { closing, patienceMs: PATIENCE_MS, graceMs: GRACE_MS };
  let hasBegun = false;
  const begin = () => {
    clearTimeout(late);
    if (!hasBegun) new Worker(program, { workerData: data, argv: [], execArgv: [] }).unref();
    hasBegun = true;
  };
  const late = setTimeout(begin, LATEST_MS).unref();
  return {
    running: begin,
    closing() {
      void Atomics.store(new Int32Array(closing), 0, 1);
      begin();
    },
  };
}
