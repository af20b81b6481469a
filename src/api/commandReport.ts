import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseJson } from '../core/json/parseJson';
import { IncompleteError, SessionWorkbenchError } from './sessionWorkbenchError';
import { runtimeEnvironment } from './startedServer';

/** What `check` and `run` have in common. */
export interface ApiCallOptions {
  /** Base of relative paths. Unless given, the working directory. */
  readonly cwd?: string;
  /** Ends what is going on. The promise rejects with the reason of the abort then. */
  readonly signal?: AbortSignal;
}

/** What only this package says. */
interface Given extends ApiCallOptions {
  /** Variables that the command gets besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What each line on stderr begins with. */
const PREFIX = 'session-workbench: ';
/** The exit status of a call that could not do all that was asked for. */
const CANNOT = 2;

/**
 * The report of a command in a process of its own, which is not in the way of the tests that wait for it, and cannot
 * differ from what the command line says.
 * @param args of the command line, with a format for programs
 * @throws SessionWorkbenchError when the call is at fault
 * @throws IncompleteError when there is a report, and something could not be done
 */
export async function commandReport<Report>(
  args: readonly string[],
  { cwd = process.cwd(), signal, env = {} }: Given,
): Promise<Report> {
  signal?.throwIfAborted();
  const { code, stdout, stderr } = await outputOf(args, cwd, env, signal);
  signal?.throwIfAborted();
  const words = stderr
    .split(/\r?\n/)
    .filter((line) => line.startsWith(PREFIX))
    .map((line) => line.slice(PREFIX.length));
  const told = words.join('\n') || stderr.trim() || `the command ended with ${code}`;
  if (stdout.trim() === '') throw new SessionWorkbenchError(code === CANNOT ? 'options' : 'not-done', told);
  const report = parseJson(stdout) as Report;
  if (code === CANNOT) throw new IncompleteError(told, report);
  return report;
}

interface Output {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function outputOf(
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Output> {
  // A summary and colours are for the command's own reader.
  const { GITHUB_STEP_SUMMARY: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [path.join(__dirname, 'cli.js'), ...args], {
    cwd,
    env: { ...runtimeEnvironment({ ...env, ...more }), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = () => void child.kill();
  signal?.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  return new Promise<Output>((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => reject(commandProblem(error, cwd)));
    child.once('close', (code, killedBy) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      resolve({ code: code ?? killedBy ?? 'no status', stdout: text(stdout), stderr: text(stderr) });
    });
  }).finally(() => {
    signal?.removeEventListener('abort', end);
    process.removeListener('exit', end);
  });
}

function commandProblem(error: Error, cwd: string): SessionWorkbenchError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  const words = isMissing ? `“cwd” names ${cwd}, which does not exist; give another folder` : error.message;
  return new SessionWorkbenchError(isMissing ? 'options' : 'not-done', words, { cause: error });
}
