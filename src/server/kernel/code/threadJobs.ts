import { parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from './hostProtocol';
import { IntactGlobals } from './intactGlobals';
import { guardProcess } from './threadGuard';

/**
 * Answers the jobs of a code host, in its thread. The code of a job may change what this function uses, so what it needs is
 * taken before any code runs.
 */
export function serveJobs<J>(work: (job: J, run: number) => Promise<unknown>): void {
  if (!parentPort) return;
  const globals = new IntactGlobals();
  guardProcess();
  const port = parentPort;
  const post = (message: FromThread) => port.postMessage(message);
  port.on('message', async (message: ToThread) => {
    if (message.kind === 'ping') return post({ kind: 'pong' });
    const result = await work(message.job as J, message.run);
    post({ kind: 'done', run: message.run, result, isIntact: globals.areIntact() });
  });
  post({ kind: 'ready' });
}
