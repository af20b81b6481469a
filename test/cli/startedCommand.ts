import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerAddress } from '../../src/core/protocol/address';
import { CLI, type Ended } from './commandLine';

/** A command that runs until it is told to end. */
export class StartedCommand {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  /** Resolves when it has ended and all of its output was read. */
  readonly ended: Promise<Ended & { signal: string | null }>;

  constructor(args: readonly string[], cwd: string, env: Record<string, string> = {}) {
    const { NO_COLOR: _1, FORCE_COLOR: _2, NODE_OPTIONS: _3, ...inherited } = process.env;
    this.child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...inherited, ...env } });
    this.child.stdin?.on('error', () => {});
    this.child.stdout?.on('data', (text) => {
      this.stdout += text;
    });
    this.child.stderr?.on('data', (text) => {
      this.stderr += text;
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code,
      signal,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  /** Resolves when what it has said is so. Rejects when it ends before. */
  async says(isSo: (said: StartedCommand) => boolean): Promise<void> {
    while (!isSo(this)) {
      const spoken = [this.child.stdout, this.child.stderr].map((stream) => stream && once(stream, 'data'));
      const over = this.ended.then(({ code }) => {
        if (!isSo(this)) assert.fail(`it ended with ${code}: ${this.stderr}`);
      });
      await Promise.race([...spoken, over]);
    }
  }

  /** The address in the first line of stdout, as `serve --json` writes it. */
  async address(): Promise<ServerAddress> {
    await this.says(({ stdout }) => stdout.includes('\n'));
    return JSON.parse(this.stdout.split('\n', 1).join()) as ServerAddress;
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended & { signal: string | null }> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Starts commands. Those that still run after a test are killed. */
export function startedCommands(
  cwd: () => string,
): (args: readonly string[], env?: Record<string, string>) => StartedCommand {
  const all: StartedCommand[] = [];
  afterEach(async () => {
    for (const command of all.splice(0)) {
      if (command.child.exitCode === null && command.child.signalCode === null) await command.end('SIGKILL');
    }
  });
  return (args, env) => {
    const command = new StartedCommand(args, cwd(), env);
    all.push(command);
    return command;
  };
}
