import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { CodeBridge } from './codeBridge';
import type { BridgeReply, BridgeRequest, CodeJob, CodeMessage, CodeResult, CodeStart } from './codeProtocol';

// Much more than answering a request needs, and too little to harm the server.
const MEMORY_MB = 128;

/** How a run ended. `lost` means that the thread died. */
export type ThreadOutcome =
  | CodeResult
  | { readonly kind: 'timeout' }
  | { readonly kind: 'lost'; readonly reason: string };

/** A worker thread that runs a developer's code, one request at a time. */
export class CodeThread {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly signal = new SharedArrayBuffer(4);
  private readonly ready: Promise<void>;
  private current: { readonly run: number; readonly bridge: CodeBridge } | undefined;
  /** Why the thread has ended. Undefined while it runs. */
  private end: string | undefined;
  private onEnd: (() => void) | undefined;

  /** @param log called with what the code prints */
  constructor(log: (message: string) => void) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.worker = new Worker(path.join(__dirname, 'webCodeWorker.js'), {
      workerData: { bridge: port2, signal: this.signal } satisfies CodeStart,
      transferList: [port2],
      execArgv: [],
      // The code must not see the arguments of the server.
      argv: [],
      env: {},
      // The server's own standard output is read by programs, so the thread must not print to it.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.port.on('message', (request: BridgeRequest) => void this.reply(request));
    this.port.unref();
    this.worker.on('error', (error) => this.lose(error.message));
    this.worker.on('exit', (code) => this.lose(`The code ended its thread with exit code ${code}.`));
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => log(`Web code: ${text.trimEnd()}`));
    }
    this.ready = new Promise((resolve) => {
      const isReady = (message: CodeMessage) => {
        if (message.kind !== 'ready') return;
        this.worker.off('message', isReady);
        resolve();
      };
      this.worker.on('message', isReady);
    });
    this.worker.unref();
  }

  get isGone(): boolean {
    return this.end !== undefined;
  }

  /**
   * Runs a job. The thread is ended when the time is over.
   * @param timeoutMs real milliseconds, not counting the start of the thread
   */
  async run(job: CodeJob, bridge: CodeBridge, timeoutMs: number): Promise<ThreadOutcome> {
    let timer: NodeJS.Timeout | undefined;
    let onMessage = (_message: CodeMessage) => {};
    this.current = { run: job.run, bridge };
    try {
      return await new Promise<ThreadOutcome>((resolve) => {
        const lost = () => resolve({ kind: 'lost', reason: this.end ?? '' });
        if (this.isGone) return lost();
        this.onEnd = lost;
        onMessage = (message) => {
          if (message.kind === 'done' && message.run === job.run) resolve(message.result);
        };
        this.worker.on('message', onMessage);
        void this.ready.then(() => {
          timer = setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs);
          this.worker.postMessage(job);
        });
      });
    } finally {
      clearTimeout(timer);
      this.worker.off('message', onMessage);
      this.onEnd = undefined;
      this.current = undefined;
    }
  }

  /** @param reason why the thread ends, for the request whose code runs in it */
  async dispose(reason: string): Promise<void> {
    this.lose(reason);
    await this.worker.terminate();
  }

  private lose(reason: string): void {
    if (this.end !== undefined) return;
    this.end = reason;
    this.port.close();
    this.onEnd?.();
  }

  private async reply(request: BridgeRequest): Promise<void> {
    const { current } = this;
    const reply: BridgeReply =
      current && current.run === request.run
        ? await current.bridge.answer(request)
        : { kind: 'failure', reason: 'The request of this code was answered already.' };
    if (this.isGone) return;
    this.port.postMessage(reply);
    const signal = new Int32Array(this.signal);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  }
}
