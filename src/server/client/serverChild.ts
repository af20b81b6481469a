import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutFullStop } from '../../core/base/fullStop';
import type { ServerAddress } from '../../core/protocol/address';
import type { IntroductionLine } from '../../core/server/introductionLine';
import type { StateFiles } from '../kernel/recovery/stateLog';
import type { FromServer, StartMessage, ToServer } from '../kernel/start/childProtocol';
import { ServerStartError } from '../kernel/start/startErrors';
import type { RestartTime } from './crashes';
import { FailedStart } from './failedStart';
import { LastWords } from './lastWords';
import { type ProcessEnd, processEnd, startEnd } from './processEnd';
import type { ServerLaunch } from './serverProcess';

/**
 * A server makes much that lives for one request, beside a journal that lives for thousands. V8 begins with so little room that
 * it looks through the journal again and again. In mebibytes, and half of what V8 takes later by itself.
 */
const YOUNG: readonly string[] = ['--min-semi-space-size=8'];
// A server closes its connections in less time. If it takes longer, it hangs.
const GRACE_MS = 5_000;
const LAST_WORDS_MS = 1_000;

/** What the process of a server says when it runs. */
export interface StartedServer {
  readonly address: ServerAddress;
  readonly introduction: readonly IntroductionLine[];
}

/** The start that a process is asked for. */
interface AskedStart {
  readonly resolve: (started: StartedServer) => void;
  readonly reject: (error: ServerStartError) => void;
}

/** One process of dist/server.js, from its start to its end. It has one server after the other. */
export class ServerChild {
  private readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ProcessEnd>;
  /** The limit of its heap in bytes. Set while it takes up the recovery state. */
  private heapLimit: number | undefined;
  private asked: AskedStart | undefined;
  private hasEnded = false;
  /** Whether it did not close its server. */
  private hangs = false;
  private becomeClosed = () => {};
  private readonly words = new LastWords();
  /** What the process writes as its last line about a server that it closes, and what is to be done then. */
  private mark: { readonly text: string; readonly reached: () => void } | undefined;

  /**
   * @param onTrouble called with the reason when the recovery state cannot be written, and with undefined when it can
   * be again
   * @param heapMb the largest heap in mebibytes; by default what the engine takes
   * @param patience how long the process may take to close its server, or to end
   */
  constructor(
    private readonly launch: ServerLaunch,
    readonly stateFiles: StateFiles | undefined,
    onTrouble: (trouble: string | undefined) => void,
    heapMb?: number,
    private readonly patience: NonNullable<RestartTime['patience']> = realPatience,
  ) {
    this.child = fork(launch.program, [], {
      execPath: launch.runtime,
      // The arguments of this process are not passed on, because two debuggers cannot share a port.
      execArgv: [...YOUNG, ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`])],
      env: launch.env ?? process.env,
      // Nothing is written to the first. The child sees its end when this process is gone. The last two are `STATE_FILES`.
      stdio: ['pipe', 'pipe', 'pipe', 'ipc', ...(stateFiles ?? [])],
      // Refuses options that are no plain data. JSON would silently leave parts of them out.
      serialization: 'advanced',
    });
    const { words } = this;
    const spoken = [this.child.stdout, this.child.stderr].map(async (stream) => {
      if (!stream) return;
      const lines = readline.createInterface({ input: stream }).on('line', (line) => {
        if (line === this.mark?.text) return this.mark.reached();
        launch.onLog(line);
        if (stream === this.child.stderr) words.hear(line);
      });
      await once(lines, 'close');
    });
    this.child.stdin?.on('error', () => {});
    // What the child has sent before its end may arrive after it.
    const heard = new Promise<void>((resolve) => this.child.once('disconnect', resolve));
    this.ended = new Promise((resolve) => {
      this.child.once('exit', async (code, signal) => {
        this.hasEnded = true;
        // The last output arrives after the end, unless a child of the process still holds the pipes.
        await Promise.race([Promise.all([...spoken, heard]), pause(LAST_WORDS_MS, undefined, { ref: false })]);
        resolve(processEnd(code, signal, words));
      });
      this.child.once('error', (error) => {
        // A process that never started has no exit event.
        if (this.child.pid !== undefined) return;
        this.hasEnded = true;
        resolve(startEnd(error));
      });
    });
    this.child.on('message', (message: FromServer) => this.hear(message, onTrouble));
    void this.ended.then((end) => this.asked?.reject(this.failedStart(end)));
  }

  /** Whether the process can be asked for a server. */
  get isAlive(): boolean {
    return !this.hasEnded && this.child.connected;
  }

  /**
   * Starts a server. An earlier one must have been closed.
   * @returns resolves when the server runs
   * @throws ServerStartError: a FailedStart if the process has ended
   */
  start(message: StartMessage): Promise<StartedServer> {
    const { backups, leavesSignals = false } = this.launch;
    const hasStateFiles = this.stateFiles !== undefined;
    return new Promise((resolve, reject) => {
      this.asked = { resolve, reject };
      if (this.hasEnded) void this.ended.then((end) => reject(this.failedStart(end)));
      try {
        this.send({
          ...message,
          hasStateFiles,
          ...(backups !== undefined && { backups }),
          ...(leavesSignals && { leavesSignals }),
        });
      } catch (error) {
        const words = `The options cannot be used: they are no plain data (${(error as Error).message}).`;
        reject(new ServerStartError({ code: 'options', message: words }));
      }
    });
  }

  /**
   * Closes the server, and keeps the process.
   * @returns whether the process can have another server. If not, it hangs or has ended, and the caller is to end it.
   */
  async close(): Promise<boolean> {
    if (!this.isAlive) return false;
    let open = this.child.stdout && this.child.stderr ? 2 : 0;
    const written = new Promise<void>((resolve) => {
      const reached = () => {
        if (--open <= 0) resolve();
      };
      this.mark = { text: randomUUID(), reached };
    });
    const closed = new Promise<void>((resolve) => {
      this.becomeClosed = resolve;
    });
    const late = new AbortController();
    this.send({ kind: 'close', mark: this.mark?.text ?? '' });
    const isClosed = await Promise.race([
      Promise.all([closed, written]).then(() => true),
      this.ended.then(() => false),
      this.patience(GRACE_MS, late.signal).then(
        () => false,
        () => false,
      ),
    ]);
    late.abort();
    this.hangs = !isClosed;
    this.mark = undefined;
    this.words.forget();
    return isClosed && this.isAlive;
  }

  /** Resolves when the process has ended. */
  async end(): Promise<void> {
    // There is nothing to close, or it does not hear.
    if (!this.asked || this.hangs) this.child.kill('SIGKILL');
    else await this.endInTime();
    await this.ended;
  }

  private async endInTime(): Promise<void> {
    this.send({ kind: 'stop' });
    const late = new AbortController();
    const isLate = await Promise.race([
      this.ended.then(() => false),
      this.patience(GRACE_MS, late.signal).then(
        () => true,
        () => false,
      ),
    ]);
    late.abort();
    if (!isLate) return;
    this.launch.onLog('The dev session server did not end. Its process was killed.');
    this.child.kill('SIGKILL');
  }

  private hear(message: FromServer, onTrouble: (trouble: string | undefined) => void): void {
    switch (message.kind) {
      case 'ready':
        this.heapLimit = undefined;
        this.asked?.resolve(message);
        break;
      case 'closed':
        this.becomeClosed();
        break;
      case 'keeping':
        onTrouble(message.trouble);
        break;
      case 'takingUp':
        this.heapLimit = message.heapLimit;
        break;
      case 'failed': {
        const { problem, isByState } = message;
        const how = withoutFullStop(problem.message);
        this.asked?.reject(new FailedStart(problem, { kind: isByState ? 'state' : 'said', how }));
      }
    }
  }

  private failedStart({ kind, how }: ProcessEnd): FailedStart {
    const { heapLimit } = this;
    const message = `The dev session server ended before it ran (${how}).`;
    const problem = { code: 'not-started', message } as const;
    if (kind === 'exit') return new FailedStart(problem, { kind: 'said', how });
    if (kind === 'killed' || heapLimit === undefined) return new FailedStart(problem, { kind: 'killed', how });
    return new FailedStart(problem, { kind: 'state', how, heapLimit });
  }

  private send(message: ToServer): void {
    // The process may have ended already. `ended` reports that.
    if (this.child.connected) this.child.send(message, () => {});
  }
}

function realPatience(ms: number, signal: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal, ref: false });
}
