import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AnswerKept, AnswerToKeep, RecordingStart } from './answerToKeep';

/** An answer has no more than 64 MB, and a file of a recording has several. */
const MEMORY_MB = 2048;

interface Waiting {
  readonly resolve: (lines: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread that writes a recording, because cleaning an answer of some megabytes takes seconds, and requests would wait for it.
 * It starts with the first answer. When it dies, that answer is lost, and the next one starts another.
 */
export class RecorderThread {
  private worker: Worker | undefined;
  private waiting: Waiting | undefined;
  /** Known here too, because a thread that dies takes what it knows with it. */
  private done: readonly string[] = [];

  /** @param folder absolute path of the recording */
  constructor(private readonly folder: string) {}

  /**
   * Call it for one answer at a time.
   * @returns lines for people
   * @throws Error when the thread died
   */
  keep(given: AnswerToKeep): Promise<readonly string[]> {
    this.worker ??= this.started();
    const { worker } = this;
    // The process must not end before the file is written.
    worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      worker.postMessage(given);
    });
  }

  async dispose(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private started(): Worker {
    const worker = new Worker(path.join(__dirname, 'mobileRecorderWorker.js'), {
      workerData: { folder: this.folder, done: this.done } satisfies RecordingStart,
      // Not those of the server: a preload is not for a thread.
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.on('message', ({ lines, done }: AnswerKept) => {
      worker.unref();
      this.done = done;
      this.waiting?.resolve(lines);
      this.waiting = undefined;
    });
    worker.on('error', (error) => this.failed(worker, error.message));
    worker.on('exit', () => this.failed(worker, 'it ended'));
    return worker;
  }

  private failed(worker: Worker, why: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.waiting?.reject(new Error(`the thread that writes the recording failed: ${why}`));
    this.waiting = undefined;
  }
}
