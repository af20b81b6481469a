import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutFullStop } from '../../core/base/fullStop';
import type { ServerAddress } from '../../core/protocol/address';
import type { IntroductionLine } from '../../core/protocol/introductionLine';
import type { StateFiles } from '../kernel/recovery/stateLog';
import type { FromServer, StartMessage, ToServer } from '../kernel/start/childProtocol';
import { ServerStartError } from '../kernel/start/startErrors';
import { FailedStart } from './failedStart';
import { LastWords } from './lastWords';
import { type ProcessEnd, processEnd, startEnd } from './processEnd';
import type { ServerLaunch } from './serverProcess';

// A server closes its connections in less time. If it takes longer, it hangs.
const GRACE_MS = 5_000;
const LAST_WORDS_MS = 1_000;

/** What the process of a server says when it runs. */
export interface StartedServer {
  readonly address: ServerAddress;
  readonly introduction: readonly IntroductionLine[];
}

/** One process of dist/server.js, from its start to its end. */
export class ServerChild {
  private readonly child: ChildProcess;
  /** Resolves when the server runs. Rejects with a ServerStartError: a FailedStart if the process has ended. */
  readonly ready: Promise<StartedServer>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ProcessEnd>;
  /** The limit of its heap in bytes. Set while it takes up the recovery state. */
  private heapLimit: number | undefined;

  /**
   * @param onTrouble called with the reason when the recovery state cannot be written, and with undefined when it can
   * be again
   * @param heapMb the largest heap in mebibytes; by default what the engine takes
   */
  constructor(
    launch: ServerLaunch,
    start: StartMessage,
    stateFiles: StateFiles | undefined,
    onTrouble: (trouble: string | undefined) => void,
    heapMb?: number,
  ) {
    this.child = fork(launch.program, [], {
      execPath: launch.runtime,
      // The arguments of this process are not passed on, because two debuggers cannot share a port.
      execArgv: heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`],
      env: launch.env ?? process.env,
      // Nothing is written to the first. The child sees its end when this process is gone. The last two are `STATE_FILES`.
      stdio: ['pipe', 'pipe', 'pipe', 'ipc', ...(stateFiles ?? [])],
      // Refuses options that are no plain data. JSON would silently leave parts of them out.
      serialization: 'advanced',
    });
    const words = new LastWords();
    const spoken = [this.child.stdout, this.child.stderr].map(async (stream) => {
      if (!stream) return;
      const lines = readline.createInterface({ input: stream }).on('line', launch.onLog);
      if (stream === this.child.stderr) lines.on('line', (line) => words.hear(line));
      await once(lines, 'close');
    });
    this.child.stdin?.on('error', () => {});
    // What the child has sent before its end may arrive after it.
    const heard = new Promise<void>((resolve) => this.child.once('disconnect', resolve));
    this.ended = new Promise((resolve) => {
      this.child.once('exit', async (code, signal) => {
        // The last output arrives after the end, unless a child of the process still holds the pipes.
        await Promise.race([Promise.all([...spoken, heard]), pause(LAST_WORDS_MS, undefined, { ref: false })]);
        resolve(processEnd(code, signal, words));
      });
      this.child.once('error', (error) => {
        // A process that never started has no exit event.
        if (this.child.pid === undefined) resolve(startEnd(error));
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: FromServer) => {
        switch (message.kind) {
          case 'ready':
            this.heapLimit = undefined;
            resolve(message);
            break;
          case 'keeping':
            onTrouble(message.trouble);
            break;
          case 'takingUp':
            this.heapLimit = message.heapLimit;
            break;
          case 'failed': {
            const { problem, isByState } = message;
            reject(
              new FailedStart(problem, { kind: isByState ? 'state' : 'said', how: withoutFullStop(problem.message) }),
            );
          }
        }
      });
      void this.ended.then((end) => reject(this.failedStart(end)));
      try {
        const { backups } = launch;
        this.send({ ...start, hasStateFiles: stateFiles !== undefined, ...(backups !== undefined && { backups }) });
      } catch (error) {
        const message = `The options cannot be used: they are no plain data (${(error as Error).message}).`;
        reject(new ServerStartError({ code: 'options', message }));
      }
    });
    // Callers of `ready` get the rejection. Without a caller, it must not be reported as unhandled.
    this.ready.catch(() => {});
  }

  /** Resolves when the process has ended. */
  async end(): Promise<void> {
    this.send({ kind: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    await this.ended;
    clearTimeout(timer);
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
