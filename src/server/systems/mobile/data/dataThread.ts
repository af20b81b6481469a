import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DataReply, DataRequest, DataStart } from './dataProtocol';

/** A folder has no more than 256 MB of answers, and an answer no more than 64 MB. */
const MEMORY_MB = 2048;

/** The thread could not answer. The message says why, without a full stop. */
export class DataThreadError extends Error {
  override readonly name = 'DataThreadError';
}

interface Waiting {
  readonly resolve: (reply: DataReply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread that reads a folder with recorded answers, so that nothing else waits for a large one. It starts with the first
 * request. When it dies, what it was asked fails, and the next request starts another.
 */
export class DataThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isDisposed = false;

  /** @param start asked when the thread starts */
  constructor(private readonly start: () => DataStart) {}

  /** @throws DataThreadError */
  ask(request: DataRequest): Promise<DataReply> {
    if (this.isDisposed) return Promise.reject(new DataThreadError('the server ends'));
    const id = ++this.lastId;
    this.worker ??= this.started();
    const worker = this.worker;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request });
    });
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    const { worker } = this;
    this.failed(worker, 'the server ends');
    await worker?.terminate();
  }

  private started(): Worker {
    const worker = new Worker(path.join(__dirname, 'mobileDataWorker.js'), {
      workerData: this.start(),
      // Not those of the server: a preload is not for a thread.
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.unref();
    worker.on('message', (reply: DataReply) => {
      this.waiting.get(reply.id)?.resolve(reply);
      this.waiting.delete(reply.id);
    });
    worker.on('error', (error) => this.failed(worker, error.message));
    worker.on('exit', () => this.failed(worker, 'it ended'));
    return worker;
  }

  private failed(worker: Worker | undefined, why: string): void {
    if (worker === undefined || this.worker !== worker) return;
    this.worker = undefined;
    const error = new DataThreadError(`the thread that reads the folder of “mobile.data” failed: ${why}`);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
