// Entry of a thread that ends its process when the parent is gone, also while the other thread is busy without end. The
// first file of a server is a pipe to which its parent never writes: it ends when the parent does, however that happens.
import net from 'node:net';
import process from 'node:process';
import { workerData } from 'node:worker_threads';
import type { WatchData } from './watchParent';

const PARENT = 0;
const { closing, patienceMs, graceMs } = workerData as WatchData;
const flag = new Int32Array(closing);

function parentGone(): void {
  // A thread that is not busy sees the end of its parent too, and closes the server in good order.
  setTimeout(() => {
    if (Atomics.load(flag, 0) === 0) die();
    setTimeout(die, graceMs);
  }, patienceMs);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

new net.Socket({ fd: PARENT, readable: true, writable: false })
  .on('error', () => {})
  .once('close', parentGone)
  .resume();
