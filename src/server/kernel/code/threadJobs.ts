import { parentPort, workerData } from 'node:worker_threads';
import { garbageCollector } from './garbage';
import type { FromThread, ThreadStart, ToThread } from './hostProtocol';
import { IntactGlobals } from './intactGlobals';
import { ThreadErrors } from './threadErrors';

/** What the thread of a code host does. */
export interface ThreadWork<J> {
  /** Does one job. It is told the number of the run, for calls of the server's functions. */
  work(job: J, run: number): Promise<unknown>;
  /** What is told of something that was thrown outside of all calls, for the job if one is known. */
  words(thrown: unknown, job: J | undefined): string;
}

/**
 * Answers the jobs of a code host, in its thread. The code of a job may change what this function uses, so what it needs is
 * taken before any code runs.
 * @param begin called once with the data that the thread was started with
 */
export function serveJobs<D, J>(begin: (start: ThreadStart<D>) => ThreadWork<J>): void {
  if (!parentPort) return;
  const globals = new IntactGlobals();
  const collect = garbageCollector();
  const port = parentPort;
  const immediately = setImmediate;
  const post = (message: FromThread) => port.postMessage(message);
  const thread = begin({ ...(workerData as ThreadStart<D>) });
  const errors = new ThreadErrors<J>(post, (thrown, job) => thread.words(thrown, job));
  // The code must not close the port for the calls of its session.
  for (const name of Object.keys(workerData)) delete workerData[name];
  port.on('message', (message: ToThread) => {
    if (message.kind === 'ping') {
      // What the code has left to be done at once comes before the second of these.
      immediately(() =>
        immediately(() => {
          if (message.isHeavy) collect();
          post({ kind: 'pong' });
        }),
      );
      return;
    }
    const { run } = message;
    const job = message.job as J;
    void errors.run(
      run,
      job,
      () => thread.work(job, run),
      (result) => post({ kind: 'done', run, result, isIntact: globals.areIntact() }),
    );
  });
  post({ kind: 'ready' });
}
