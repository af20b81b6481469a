import { type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process';
import path from 'node:path';
import { parseJson } from '../core/json/parseJson';
import { runtimeEnvironment } from '../server/client/runtimeEnvironment';
import { type OptionRules, type PlainOptions, withOptionNames, workingFolder } from './apiOptions';
import type { PathOrUrl } from './givenPath';
import { onProcessExit } from './onProcessExit';
import { IncompleteError, SessionWorkbenchError } from './sessionWorkbenchError';

/** What `check` and `run` have in common. */
export interface ApiCallOptions {
  /** Base of relative paths. Unless given, the working directory. */
  readonly cwd?: PathOrUrl;
  /** Ends what is going on. The promise rejects with the reason of the abort then. */
  readonly signal?: AbortSignal;
}

/** What a command said. */
interface CommandAnswer<Report> {
  readonly report: Report;
  /** Whether nothing was at fault. */
  readonly isFine: boolean;
}

/** What each line on stderr begins with. */
const PREFIX = 'session-workbench: ';
/** The exit status of a call with nothing at fault, and of one that could not do all that was asked for. */
const FINE = 0;
const CANNOT = 2;

/**
 * The report of a command in a process of its own, which is not in the way of the tests that wait for it, and cannot
 * differ from what the command line says.
 * @param args of the command line, with a format for programs
 * @param rules those of the options, by which the command line knows them
 * @param env variables that the command gets besides those of this process
 * @throws SessionWorkbenchError when the call is at fault
 * @throws IncompleteError when there is a report, and something could not be done
 */
export async function commandReport<Report>(
  args: readonly string[],
  { cwd, signal }: PlainOptions<ApiCallOptions>,
  rules: OptionRules<object>,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandAnswer<Report>> {
  signal?.throwIfAborted();
  const folder = await workingFolder(cwd);
  const { code, stdout, stderr } = await outputOf(args, folder, env, signal);
  signal?.throwIfAborted();
  const words = stderr
    .split(/\r?\n/)
    .filter((line) => line.startsWith(PREFIX))
    .map((line) => withOptionNames(line.slice(PREFIX.length), rules, valuesIn(args)));
  const told = words.join('\n') || stderr.trim() || `the command ended with ${code}`;
  if (stdout.trim() === '') throw new SessionWorkbenchError(code === CANNOT ? 'options' : 'not-done', told);
  const report = parseJson(stdout) as Report;
  if (code === CANNOT) throw new IncompleteError(told, report);
  return { report, isFine: code === FINE };
}

/** What arguments have that looks like an option of the command line, and is none. */
function valuesIn(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const values = args.map((each, at) => (at > end ? each : each.slice(each.indexOf('=') + 1 || each.length)));
  return values.filter((each) => each.includes('--') && each !== '--');
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
  const child = spawned(args, {
    cwd,
    env: { ...runtimeEnvironment({ ...env, ...more }), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = () => void child.kill();
  // Many calls may have one signal, and Node takes many listeners for a leak of memory.
  const ending = signal instanceof AbortSignal ? AbortSignal.any([signal]) : signal;
  ending?.addEventListener('abort', end, { once: true });
  const takeBack = onProcessExit(end);
  return new Promise<Output>((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => reject(commandProblem(error)));
    child.once('close', (code, killedBy) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      resolve({ code: code ?? killedBy ?? 'no status', stdout: text(stdout), stderr: text(stderr) });
    });
  }).finally(() => {
    ending?.removeEventListener('abort', end);
    takeBack();
  });
}

/** @throws SessionWorkbenchError */
function spawned(args: readonly string[], options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>) {
  try {
    return spawn(process.execPath, [path.join(__dirname, 'cli.js'), ...args], options);
  } catch (error) {
    throw commandProblem(error as Error);
  }
}

function commandProblem(error: Error): SessionWorkbenchError {
  const isLong =
    (error as NodeJS.ErrnoException).code === 'E2BIG' || (error as NodeJS.ErrnoException).code === 'ENAMETOOLONG';
  const words = isLong
    ? 'these are more paths than a command of this system takes; give their folders'
    : `the command cannot be started: ${error.message}`;
  return new SessionWorkbenchError(isLong ? 'options' : 'not-done', words, { cause: error });
}
