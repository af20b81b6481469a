import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerAddress } from '../../core/protocol/address';
import type { StateFiles } from '../kernel/afterlife/stateLog';
import type { FromServer, StartMessage, ToServer } from './childProtocol';
import { LastWords } from './lastWords';
import { type ServerLaunch, ServerStartError } from './serverProcess';

// Longer than a server takes that closes its connections; then it is stuck.
const GRACE_MS = 5_000;
const LAST_WORDS_MS = 1_000;

/** One process of dist/server.js, from its start to its end. */
export class ServerChild {
  private readonly child: ChildProcess;
  /** Rejects with a ServerStartError. */
  readonly ready: Promise<ServerAddress>;
  /** What it ended with, in words. */
  readonly ended: Promise<string>;

  /** @param onTrouble told why its state cannot be kept for after a crash, and again with undefined once it can */
  constructor(
    launch: ServerLaunch,
    start: StartMessage,
    stateFiles: StateFiles | undefined,
    onTrouble: (trouble: string | undefined) => void,
  ) {
    this.child = fork(launch.program, [], {
      execPath: launch.runtime,
      // Not those of this process: two debuggers cannot have one port.
      execArgv: [],
      env: launch.env ?? process.env,
      // The last two are `STATE_FILES`.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...(stateFiles ?? [])],
      // Options that are no plain data are refused, where JSON would leave parts of them out.
      serialization: 'advanced',
    });
    const words = new LastWords();
    const spoken = [this.child.stdout, this.child.stderr].map(async (stream) => {
      if (!stream) return;
      const lines = readline.createInterface({ input: stream }).on('line', launch.onLog);
      if (stream === this.child.stderr) lines.on('line', (line) => words.hear(line));
      await once(lines, 'close');
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', async (code, signal) => {
        // What it said comes after its end, unless something that it started still holds the pipes.
        await Promise.race([Promise.all(spoken), pause(LAST_WORDS_MS, undefined, { ref: false })]);
        resolve([signal ? `signal ${signal}` : `exit code ${code}`, words.telling(signal)].filter(Boolean).join(': '));
      });
      this.child.once('error', (error) => {
        // A process that never was has no exit.
        if (this.child.pid === undefined) resolve(error.message);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (message: FromServer) => {
        if (message.kind === 'ready') resolve(message.address);
        else if (message.kind === 'keeping') onTrouble(message.trouble);
        else reject(new ServerStartError(message.problem));
      });
      void this.ended.then((how) => {
        const message = `The dev session server ended before it ran (${how}).`;
        reject(new ServerStartError({ code: 'not-started', message }));
      });
      try {
        const { backups } = launch;
        this.send({ ...start, hasStateFiles: stateFiles !== undefined, ...(backups !== undefined && { backups }) });
      } catch (error) {
        const message = `The options cannot be used: they are no plain data (${(error as Error).message}).`;
        reject(new ServerStartError({ code: 'options', message }));
      }
    });
    // Whoever waits for it hears of it; without anybody it is no error.
    this.ready.catch(() => {});
  }

  /** Resolves when the process is gone. */
  async end(): Promise<void> {
    this.send({ kind: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  private send(message: ToServer): void {
    // It may be gone already, which `ended` tells.
    if (this.child.connected) this.child.send(message, () => {});
  }
}
