import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import type { FromThread } from './hostProtocol';

/** What is told of something thrown, in one text. It is told for a job, or for no job when nothing names one. */
type Words<J> = (thrown: unknown, job: J | undefined) => string;

interface ThreadRun<J> {
  readonly number: number;
  readonly job: J;
  hasTold: boolean;
}

const FAILED = 1;

/**
 * Finds out whose error it is that code has thrown outside of all calls, in the thread of the code. Timers, promises and
 * other calls that come later belong to the run that has begun them. An error of the run that is going on ends the thread.
 * What an earlier run has left behind does not: the run that is going on has nothing to do with it, and goes on to its end.
 */
export class ThreadErrors<J> {
  private readonly runs = new AsyncLocalStorage<ThreadRun<J>>();
  private current: ThreadRun<J> | undefined;
  private ofMicrotask: { readonly thrown: unknown; readonly run: ThreadRun<J> } | undefined;
  /** How many runs there were. */
  private begun = 0;
  private hasToldUnnamed = false;
  // The code may replace it.
  private readonly exit = process.exit.bind(process);

  constructor(
    private readonly post: (message: FromThread) => void,
    private readonly words: Words<J>,
  ) {
    process.on('uncaughtException', (thrown) => this.take(thrown));
    // The code may end its thread, in a timer of an earlier run as well.
    process.on('exit', () => {
      const run = this.runs.getStore();
      if (run) this.post({ kind: 'exits', run: run.number });
    });
    this.nameMicrotasks();
  }

  /** @param done sends the result. The run is over with it. */
  async run(number: number, job: J, work: () => Promise<unknown>, done: (result: unknown) => void): Promise<void> {
    const run: ThreadRun<J> = { number, job, hasTold: false };
    this.begun++;
    this.current = run;
    const result = await this.runs.run(run, work);
    // What is done between a failure and the end of the thread does not count.
    if (this.current !== run) return;
    this.current = undefined;
    done(result);
  }

  private take(thrown: unknown): void {
    // The code has a listener of its own, which decides.
    if (process.listenerCount('uncaughtException') > 1) return;
    const run = this.runOf(thrown);
    const { current } = this;
    // Nothing names the run of what a module does while the first run loads it, or of some calls that are not Node's own.
    const isOwn = current !== undefined && (run === current || (run === undefined && this.begun === 1));
    if (isOwn) {
      this.current = undefined;
      this.post({ kind: 'threw', run: current.number, reason: this.words(thrown, current.job) });
      this.exit(FAILED);
      return;
    }
    if (run ? run.hasTold : this.hasToldUnnamed) return;
    if (run) run.hasTold = true;
    else this.hasToldUnnamed = true;
    const reason = this.words(thrown, run?.job);
    this.post({ kind: 'leftOver', ...(run && { run: run.number }), reason });
  }

  private runOf(thrown: unknown): ThreadRun<J> | undefined {
    const { ofMicrotask } = this;
    this.ofMicrotask = undefined;
    if (ofMicrotask && Object.is(ofMicrotask.thrown, thrown)) return ofMicrotask.run;
    return this.runs.getStore();
  }

  /** Node 20 does not say to which call the error of a microtask belongs, so it is looked at inside. */
  private nameMicrotasks(): void {
    const { queueMicrotask: queue } = globalThis;
    globalThis.queueMicrotask = (callback) => {
      const run = this.runs.getStore();
      if (!run || typeof callback !== 'function') return queue(callback);
      queue(() => {
        try {
          callback();
        } catch (thrown) {
          this.ofMicrotask = { thrown, run };
          throw thrown;
        }
      });
    };
  }
}
