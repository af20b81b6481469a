import type { ChildProcess } from 'node:child_process';
import spawn from 'cross-spawn';
import { codeOfSignal } from './commandSignals';

/** How a command ended. */
export interface CommandEnd {
  readonly code: number;
  /** Why it was not run. */
  readonly why?: string;
}

/** As shells have it. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
/** A command that does not end in this time is killed. */
const GRACE_MS = 5_000;

/** The command that `exec` runs. Input and output are those of `exec`, untouched. */
export class SpawnedCommand {
  /** Resolves when it has ended, or could not be run. */
  readonly ended: Promise<CommandEnd>;
  private readonly child: ChildProcess;
  /** Whether it and what it starts are a group of processes of their own. */
  private readonly isGroup: boolean;

  /**
   * @param isShown whether a terminal is its input or output. That sends Ctrl+C to it, too, and only a command in the group of
   * this process can read from it
   */
  constructor(
    [name = '', ...args]: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    private readonly isShown: boolean,
  ) {
    this.isGroup = !isShown && process.platform !== 'win32';
    try {
      // biome-ignore lint/plugin: What the command says is its own, as if it were run without exec.
      this.child = spawn(name, args, { env: { ...env }, stdio: 'inherit', detached: this.isGroup });
    } catch (error) {
      throw unspawnable(name, error as NodeJS.ErrnoException);
    }
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(notRun(name, error)));
      this.child.once('exit', (code, signal) => resolve({ code: code ?? codeOfSignal(signal ?? 'SIGTERM') }));
    });
  }

  /** Passes a signal on. */
  signal(name: NodeJS.Signals): void {
    // The terminal has sent it to the command too.
    if (this.isShown && name === 'SIGINT') return;
    if (this.child.exitCode === null && this.child.signalCode === null) this.send(name);
  }

  /** Asks it to end, and waits for that. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    const late = setTimeout(() => this.send('SIGKILL'), GRACE_MS);
    await this.ended;
    clearTimeout(late);
  }

  /** Asks what it has left behind to end. Only in a group of its own can that be told from other processes. */
  endLeftovers(): void {
    if (this.isGroup && this.child.pid !== undefined) sendTo(-this.child.pid, 'SIGTERM');
  }

  private send(name: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    if (this.isGroup) sendTo(-this.child.pid, name);
    else this.child.kill(name);
  }
}

function sendTo(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // There is nobody any more.
  }
}

function notRun(name: string, { code = '', message }: NodeJS.ErrnoException): CommandEnd {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      code: NOT_FOUND,
      why: `the command “${name}” is not found; write its path, or install it where PATH leads`,
    };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') {
    return {
      code: NOT_EXECUTABLE,
      why: `“${name}” may not be run; make it executable, or name the program that runs it`,
    };
  }
  if (code === 'ENOEXEC') {
    return { code: NOT_EXECUTABLE, why: `“${name}” is no program; name the program that runs it, such as sh or node` };
  }
  return { code: NOT_EXECUTABLE, why: `“${name}” could not be run: ${message}; mend that, and call exec again` };
}

function unspawnable(name: string, error: NodeJS.ErrnoException): Error {
  return Object.assign(new Error(`“${name}” could not be run: ${error.message}`), { code: error.code });
}
