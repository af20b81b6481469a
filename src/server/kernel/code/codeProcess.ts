import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import type { Duplex, Readable } from 'node:stream';
import type { CodeLog } from './codeLog';
import { FrameReader, frameOf } from './frames';
import {
  type CallReply,
  CHANNEL,
  type CodeHostCall,
  type FromHost,
  type HostEnd,
  type HostStart,
  LAST_WORDS,
  type ToHost,
} from './hostProtocol';
import { type RunOrigin, RunOrigins } from './runOrigins';

/** How a run ended. */
export type ProcessOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  /** `late` says what had failed meanwhile, of earlier runs. */
  | { readonly kind: 'timeout'; readonly late?: string }
  | { readonly kind: 'tooLarge'; readonly bytes: number }
  /** The process ended before the code ran. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** The process ended while the code ran. */
  | { readonly kind: 'memory' | 'lost'; readonly reason: string };

/** Answers what the code of one run calls. */
export type Answering = (call: CodeHostCall) => Promise<CallReply>;

interface Run {
  readonly number: number;
  readonly answer: Answering;
  hasBegun: boolean;
  /** The code runs from here on. */
  begin(): void;
  end(outcome: ProcessOutcome): void;
}

/** What Node prints when it aborts because there is no memory. */
const OUT_OF_MEMORY = /out of memory|Allocation failed|Reached heap limit/i;
/** How many characters of the error output are kept, to find out why a process aborted. */
const KEPT = 4096;
const ANSWERED = 'The request of this code was answered already.';

/**
 * A process that runs a developer's code, one request at a time. Inside, `codeHost.ts` watches the thread with the code. The
 * process has nothing of the server but the channel: neither its environment nor its open files. It leads a process group
 * of its own, so that a signal to its group does not reach the server, and so that what it started ends with it. A program
 * that the code has put into a group or session of its own does not end with it. It may hold the pipes of the process open,
 * so nothing waits for their end.
 */
export class CodeProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private run: Run | undefined;
  /** Why the process has ended, or is ended. Undefined while it can be used. */
  private gone: HostEnd | undefined;
  private readonly lost: Promise<void>;
  private becomeLost = () => {};
  private becomeReady = () => {};
  private becomeSettled = () => {};
  private settling: Promise<void> = Promise.resolve();
  private readonly origins: RunOrigins;
  private hasAnswered = false;
  /** Whether something failed that a run has left behind. The process ends after the run that is going on. */
  private isSpent = false;
  /** Whether a run has changed the globals of JavaScript. */
  private isSpoiled = false;
  private hasExited = false;
  private readonly exited: Promise<void>;

  /** @param longEnough resolves when the last output of a process that has ended is waited for no longer */
  constructor(
    start: HostStart,
    private readonly log: CodeLog,
    env: Readonly<Record<string, string | undefined>>,
    longEnough: () => Promise<unknown>,
  ) {
    this.lost = new Promise((resolve) => {
      this.becomeLost = resolve;
    });
    this.ready = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.origins = new RunOrigins((line) => log.add(`${line}\n`));
    const isWindows = process.platform === 'win32';
    this.child = spawn(process.execPath, [path.join(__dirname, 'codeHost.js')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: !isWindows,
      windowsHide: true,
    });
    let errors = '';
    this.listen(this.child.stdout, (text) => log.add(text));
    this.listen(this.child.stderr, (text) => {
      errors = (errors + text).slice(-KEPT);
      log.add(text);
    });
    let words = '';
    this.listen(this.child.stdio[LAST_WORDS] as Readable | null, (text) => {
      words = (words + text).slice(0, KEPT);
    });
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.lose({ kind: 'failed', reason: `The process for the code cannot start: ${error.message}` });
        // A process that never started has no exit event.
        if (this.child.pid === undefined) resolve();
      });
      this.child.once('exit', (code, signal) => {
        this.endGroup();
        this.hasExited = true;
        void Promise.race([closed, longEnough()]).then(() => {
          for (const socket of this.sockets()) socket.destroy();
          const end = endIn(words) ?? endOf(code, signal, errors);
          this.lose(this.gone ? end : this.fairly(end));
          resolve();
        });
      });
    });
    const { channel } = this;
    const reader = new FrameReader(
      start.longestFrame,
      (frame) => this.hear(frame as FromHost),
      (reason) => this.breakOff(`The process of the code was ended: ${reason}.`),
    );
    channel?.on('data', (chunk: Buffer) => reader.add(chunk));
    // The process has ended, or its code has closed the channel. In both cases it cannot be used any more.
    channel?.on('error', () => {}).on('close', () => this.endGroup());
    channel?.on('end', () => this.endGroup());
    this.send(start);
    this.unref();
  }

  /** Whether it can run code. */
  get isUsable(): boolean {
    return this.gone === undefined && !this.isSpoiled && !this.isSpent;
  }

  /** Whether the code changed the globals of JavaScript, on which everything in the process depends. */
  get wasSpoiled(): boolean {
    return this.isSpoiled;
  }

  /**
   * Resolves when the thread has nothing more to do after its last run, or when the process cannot be used any more. Never
   * resolves if the thread is blocked.
   */
  get settled(): Promise<void> {
    return Promise.race([this.settling, this.lost]);
  }

  /**
   * Runs a job. The caller ends the process after a timeout.
   * @param timeoutMs real milliseconds, not counting the start of the process
   * @param origin the request of the job, for errors that come after its answer
   */
  async execute(
    number: number,
    job: unknown,
    answer: Answering,
    timeoutMs: number,
    origin?: RunOrigin,
  ): Promise<ProcessOutcome> {
    this.ref();
    let timer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([this.ready, this.lost]);
      if (this.gone) return { kind: 'unsent', reason: this.gone.reason };
      return await new Promise<ProcessOutcome>((resolve) => {
        timer = setTimeout(() => resolve(this.timeout()), timeoutMs);
        this.origins.begin(number, origin);
        this.run = { number, answer, hasBegun: false, begin: () => this.begin(timer), end: resolve };
        this.log.begin();
        this.settling = new Promise((settle) => {
          this.becomeSettled = settle;
        });
        this.send({ kind: 'job', run: number, job });
      });
    } finally {
      clearTimeout(timer);
      this.run = undefined;
      this.unref();
    }
  }

  /**
   * Ends the process, with all that it started.
   * @param reason for the request whose code runs in it
   */
  async dispose(reason: string): Promise<void> {
    this.ref();
    this.breakOff(reason);
    await this.exited;
  }

  /** The time that a large body takes to get here is none of the code. It counts once, whatever the process says. */
  private begin(timer: NodeJS.Timeout | undefined): void {
    if (!this.run || this.run.hasBegun) return;
    this.run.hasBegun = true;
    timer?.refresh();
  }

  private timeout(): ProcessOutcome {
    const { late } = this.origins;
    return { kind: 'timeout', ...(late !== undefined && { late }) };
  }

  /** Tells an end that is not that of the run which is going on, and the run that it is none of its own. */
  private fairly(end: HostEnd): HostEnd {
    const { run, origins } = this;
    const isOwn = run?.hasBegun && (end.run === undefined || end.run === run.number);
    if (isOwn) return end;
    // No answer can tell it: a timer of the code, or what it did not wait for.
    if (this.hasAnswered || !run) origins.ended(end.run, end.reason);
    return run?.hasBegun ? { ...end, reason: origins.lostBy(end.run, end.reason) } : end;
  }

  private get channel(): Duplex | null {
    return this.child.stdio[CHANNEL] as Duplex | null;
  }

  private breakOff(reason: string): void {
    this.lose({ kind: 'failed', reason });
    this.endGroup();
  }

  private lose(end: HostEnd): void {
    if (this.gone) return;
    this.gone = end;
    this.becomeLost();
    const kind = end.kind === 'memory' ? 'memory' : 'lost';
    this.run?.end({ kind: this.run.hasBegun ? kind : 'unsent', reason: end.reason });
  }

  private endGroup(): void {
    // The system may have given its number to another process.
    if (this.hasExited) return;
    const { pid } = this.child;
    if (pid !== undefined && process.platform !== 'win32') {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // No process of the group is left.
      }
    }
    this.child.kill('SIGKILL');
  }

  /** Takes a message. The code can have written it, so it may be anything that has the form of a frame. */
  private hear(message: FromHost): void {
    // What comes now is from a program that the code has left behind.
    if (this.hasExited) return;
    const { run } = this;
    switch (message?.kind) {
      case 'ready':
        this.becomeReady();
        break;
      case 'begun':
        if (run !== undefined && message.run === run.number) run.begin();
        break;
      case 'printed':
        if (typeof message.text === 'string') this.log.add(message.text);
        break;
      case 'leftOver':
        this.isSpent = true;
        if (run === undefined || typeof message.reason !== 'string') return;
        this.origins.failedDuring(run.number, message.run, message.reason);
        break;
      case 'settled':
        this.becomeSettled();
        break;
      case 'call':
        void this.reply(message.call);
        break;
      case 'done':
        if (run === undefined || message.run !== run.number) return;
        this.isSpoiled ||= message.isIntact !== true;
        this.hasAnswered = true;
        run.end({ kind: 'done', result: message.result });
        break;
      case 'tooLarge':
        if (run !== undefined && message.run === run.number) run.end({ kind: 'tooLarge', bytes: message.bytes });
    }
  }

  private async reply(call: CodeHostCall): Promise<void> {
    const { run } = this;
    const isCurrent = run !== undefined && run.number === call?.run;
    this.send({ kind: 'reply', reply: isCurrent ? await run.answer(call) : { kind: 'failure', reason: ANSWERED } });
  }

  private send(message: ToHost): void {
    if (!this.gone) this.channel?.write(frameOf(message));
  }

  private listen(stream: Readable | null, onText: (text: string) => void): void {
    stream
      ?.setEncoding('utf8')
      .on('data', onText)
      .on('error', () => {});
  }

  private ref(): void {
    this.child.ref();
    for (const socket of this.sockets()) socket.ref();
  }

  /** An idle process must not keep the server running. */
  private unref(): void {
    this.child.unref();
    for (const socket of this.sockets()) socket.unref();
  }

  private sockets(): Socket[] {
    // Node declares them as streams, but pipes of a child process are sockets.
    return this.child.stdio.filter((stream) => stream !== null && stream !== undefined) as unknown as Socket[];
  }
}

/** What the host says of its end. Undefined if it says nothing. */
function endIn(words: string): HostEnd | undefined {
  try {
    const { kind, reason, run } = JSON.parse(words) as Partial<HostEnd>;
    return {
      kind: kind === 'memory' ? 'memory' : 'failed',
      reason: String(reason),
      ...(typeof run === 'number' && { run }),
    };
  } catch {
    return undefined;
  }
}

function endOf(code: number | null, signal: string | null, errors: string): HostEnd {
  if (OUT_OF_MEMORY.test(errors)) return { kind: 'memory', reason: 'The code used up the memory of its process.' };
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return { kind: 'failed', reason: `The process of the code ended ${how}.` };
}
