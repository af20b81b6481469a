import { parentPort, workerData } from 'node:worker_threads';
import { garbageCollector } from './garbage';
import type { FromThread, ThreadStart, ToThread } from './hostProtocol';
import { IntactGlobals } from './intactGlobals';

/** Does one job. It is told the number of the run, for calls of the server's functions. */
type Work<J> = (job: J, run: number) => Promise<unknown>;

/**
 * Answers the jobs of a code host, in its thread. The code of a job may change what this function uses, so what it needs is
 * taken before any code runs.
 * @param begin called once with the data that the thread was started with
 */
export function serveJobs<D, J>(begin: (start: ThreadStart<D>) => Work<J>): void {
  if (!parentPort) return;
  const globals = new IntactGlobals();
  const collect = garbageCollector();
  const port = parentPort;
  const immediately = setImmediate;
  const post = (message: FromThread) => port.postMessage(message);
  const work = begin({ ...(workerData as ThreadStart<D>) });
  // The code must not close the port for the calls of its session.
  for (const name of Object.keys(workerData)) delete workerData[name];
  port.on('message', async (message: ToThread) => {
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
    const result = await work(message.job as J, message.run);
    post({ kind: 'done', run: message.run, result, isIntact: globals.areIntact() });
  });
  post({ kind: 'ready' });
}
