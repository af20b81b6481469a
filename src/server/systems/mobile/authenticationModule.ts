import fs from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Mutex } from 'async-mutex';
import type { AuthenticationInput, ModuleMessage, ModuleRequest, ModuleStart } from './authenticationProtocol';

/** The result of a call of the module. */
export type ModuleOutcome =
  /**
   * What the module returned. It is undefined when the module returned nothing, or a value that JSON cannot represent.
   */
  | { readonly kind: 'answer'; readonly result: unknown }
  | { readonly kind: 'missing' | 'failed' | 'timeout'; readonly reason: string };

/**
 * Files whose change means that the module must be loaded again: the module itself, and files beside it that it may
 * import.
 */
const SOURCE = /\.([cm]?js|json)$/i;

// Much more than an authentication needs, and too little to harm the server.
const MEMORY_MB = 128;

const STOPPING = 'The server is stopping.';

/**
 * Runs a JavaScript module that stands for *On Mobile App Authentication*, in a worker thread.
 * The module is a CommonJS or ES module. It exports a function, as default or as `onMobileAppAuthentication`, which may
 * be asynchronous.
 * The thread runs one login at a time, and keeps running until the module or a file beside it changes. A thread that
 * takes too long or dies is replaced at the next login.
 */
export class AuthenticationModule {
  private worker: Worker | undefined;
  private stamp = '';
  private readonly turns = new Mutex();
  private disposed = false;
  /** Threads that have been called at least once. */
  private readonly warm = new WeakSet<Worker>();
  /** Why threads were ended. */
  private readonly ended = new WeakMap<Worker, string>();

  /**
   * @param file absolute path
   * @param timeoutMs limit for loading and answering, in real milliseconds: the virtual clock may be stopped
   * @param log called with what the module prints
   */
  constructor(
    private readonly file: string,
    private readonly timeoutMs: number,
    private readonly log: (message: string) => void,
  ) {}

  ask(input: AuthenticationInput): Promise<ModuleOutcome> {
    return this.inTurn({ kind: 'ask', input });
  }

  /** Loads the module without calling its function. The outcome is `answer` without a result when it has a function. */
  load(): Promise<ModuleOutcome> {
    return this.inTurn({ kind: 'load' });
  }

  /** Ends the thread with what the module keeps in it. A login that runs in it fails with the reason. */
  async renew(reason: string): Promise<void> {
    if (this.worker) this.ended.set(this.worker, reason);
    await this.end();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.renew(STOPPING);
  }

  private inTurn(request: ModuleRequest): Promise<ModuleOutcome> {
    return this.turns.runExclusive(() => this.askNow(request));
  }

  private async askNow(request: ModuleRequest): Promise<ModuleOutcome> {
    const stamp = await this.currentStamp();
    if (stamp === undefined) {
      await this.end();
      return { kind: 'missing', reason: `There is no file ${this.file}.` };
    }
    if (this.disposed) return { kind: 'failed', reason: STOPPING };
    if (stamp !== this.stamp) await this.end();
    this.stamp = stamp;
    try {
      this.worker ??= this.start();
      const message = await this.call(this.worker, request);
      if (message === undefined) {
        await this.end();
        return { kind: 'timeout', reason: `The module took longer than ${this.timeoutMs} ms.` };
      }
      return this.outcome(message);
    } catch (error) {
      await this.end();
      return { kind: 'failed', reason: (error as Error).message };
    }
  }

  private outcome(message: ModuleMessage): ModuleOutcome {
    switch (message.kind) {
      case 'answer':
        return { kind: 'answer', result: message.json === undefined ? undefined : JSON.parse(message.json) };
      case 'loaded':
        return { kind: 'answer', result: undefined };
      case 'noFunction':
        return { kind: 'missing', reason: `${this.file} exports no function.` };
      case 'failure':
        return { kind: 'failed', reason: message.reason };
      default:
        return { kind: 'failed', reason: 'The thread of the module did not answer.' };
    }
  }

  /**
   * Resolves to undefined after the timeout, and rejects when the thread dies. The time to start the thread is not
   * counted.
   */
  private call(worker: Worker, request: ModuleRequest): Promise<ModuleMessage | undefined> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const done = (settle: () => void) => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        settle();
      };
      const send = () => {
        timer = setTimeout(() => done(() => resolve(undefined)), this.timeoutMs);
        worker.postMessage(request);
      };
      const onMessage = (message: ModuleMessage) => {
        if (message.kind === 'ready') send();
        else done(() => resolve(message));
      };
      const onError = (error: Error) => done(() => reject(error));
      const onExit = (code: number) =>
        done(() => reject(new Error(this.ended.get(worker) ?? `The module ended its thread with exit code ${code}.`)));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      if (this.isWarm(worker)) send();
    });
  }

  /** False for the first call, which must wait until the thread is ready. */
  private isWarm(worker: Worker): boolean {
    const isWarm = this.warm.has(worker);
    this.warm.add(worker);
    return isWarm;
  }

  private start(): Worker {
    const worker = new Worker(path.join(__dirname, 'authenticationWorker.js'), {
      workerData: { module: this.file } satisfies ModuleStart,
      execArgv: [],
      // The server's own standard output is read by programs, so the thread must not print to it.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const forget = () => {
      if (this.worker === worker) this.worker = undefined;
    };
    // Needed between two calls too, when no call listens: an error event without a listener would end the server.
    worker.on('exit', forget).on('error', forget);
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.log(`Authentication module: ${text.trimEnd()}`));
    }
    worker.unref();
    return worker;
  }

  private async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  /** Different after every change of the module or of a file beside it. Undefined when the module does not exist. */
  private async currentStamp(): Promise<string | undefined> {
    const folder = path.dirname(this.file);
    try {
      const names = (await fs.readdir(folder)).filter((name) => SOURCE.test(name)).sort();
      const stamps = await Promise.all(names.map((name) => stampOf(path.join(folder, name))));
      return [await stampOf(this.file, true), ...stamps].join('\n');
    } catch {
      return undefined;
    }
  }
}

async function stampOf(file: string, required = false): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return `${file} ${mtimeNs} ${ctimeNs} ${size} ${ino}`;
  } catch (error) {
    if (required) throw error;
    return file;
  }
}
