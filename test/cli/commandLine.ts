import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { type EndedProcess, ProgramInProcess } from './programInProcess';

/** The bundle that ships. */
export const CLI = path.resolve(__dirname, '../../../dist/cli.js');
const inProcess = new ProgramInProcess(CLI);

export type Ended = EndedProcess;

export interface CallOptions {
  cwd?: string;
  input?: string | Buffer;
  env?: Record<string, string>;
  /** Run as this user; only root can. */
  uid?: number;
}

/** Commands that go on until a signal, or have others write to their streams. */
const OF_A_PROCESS = ['serve', 'exec', 'mcp'];
/** Variables that Node itself reads. */
const OF_NODE = /^(?:FORCE_COLOR|NO_COLOR|TMPDIR|TE?MP|TZ|LANG|NODE_.*|LC_.*)$/;
/** Node's word for the folder of the user is asked for where these say nothing of the state. */
const readsHome = ({ HOME, XDG_STATE_HOME }: Record<string, string>) =>
  HOME !== undefined && (process.platform !== 'linux' || XDG_STATE_HOME === undefined);

/** Runs the command line that ships. Where what a process alone has makes no difference, it shares this one. */
export function run(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  const { cwd = os.tmpdir(), input = '', env = {}, uid } = options;
  // Without input, it matters whether stdin is a device.
  const isInputMissing = input.length === 0 && (args.includes('-') || args.length === 1);
  const isOfNode = readsHome(env) || Object.keys(env).some((name) => OF_NODE.test(name));
  const isPlain = !isOfNode && uid === undefined && !OF_A_PROCESS.includes(args[0] ?? '') && !isInputMissing;
  if (!isPlain) return runAlone(args, options);
  return inProcess.run({ args, cwd, env: { ...inheritedEnvironment(), ...env }, input });
}

/** Runs the command line that ships in a process of its own. */
export function runAlone(args: readonly string[], { cwd = os.tmpdir(), input = '', env = {}, uid }: CallOptions = {}) {
  return new Promise<Ended>((resolve, reject) => {
    const user = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...inheritedEnvironment(), ...env }, ...user });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    // A child that reads nothing may be gone before we have written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Without what would change the output by where the tests run. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const { NO_COLOR: _1, FORCE_COLOR: _2, GITHUB_WORKSPACE: _3, NODE_OPTIONS: _4, ...inherited } = process.env;
  return inherited;
}

/** A temporary folder that can be filled with files, and removed. */
export class Scratch {
  readonly root: string;

  constructor() {
    this.root = fs.realpathSync.native(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-')));
    // Others must be able to look in: one test runs as another user.
    fs.chmodSync(this.root, 0o755);
  }

  path(...parts: string[]): string {
    return path.join(this.root, ...parts);
  }

  folder(...parts: string[]): string {
    const folder = this.path(...parts);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Writes a file, long ago: what was written a moment ago is looked at twice. */
  file(relative: string, content: string | Uint8Array): string {
    const file = this.path(relative);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    fs.utimesSync(file, 1e9, 1e9);
    return file;
  }

  /** Puts the seed's session file, or another text in its place, in a MobileApps folder. */
  seed(folder: string, text: string | Uint8Array = SEED_SESSION): string {
    return this.file(path.join(folder, SEED_APPLICATION, SEED_NAME), text);
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** The seed's session with one stretch replaced. */
export function seedWith(stretch: string, replacement: string): string {
  if (!SEED_SESSION.includes(stretch)) throw new Error(`${stretch} is not in the seed`);
  return SEED_SESSION.replace(stretch, () => replacement);
}
