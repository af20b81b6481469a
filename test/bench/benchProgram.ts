import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface ProgramEnd {
  /** Of the whole process, from its start to its end. */
  readonly ms: number;
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program to its end. What it writes goes to a file, so that nobody has to read it meanwhile.
 * @param folder where that file is for the moment
 * @throws an Error when the program cannot be started or is killed
 */
export function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  { folder, env = {}, cwd }: { readonly folder: string; readonly env?: Record<string, string>; readonly cwd?: string },
): ProgramEnd {
  const file = path.join(folder, 'output.txt');
  const descriptor = fs.openSync(file, 'w');
  const start = performance.now();
  const stdio = ['ignore', descriptor, descriptor] as const;
  const { status, error, signal } = spawnSync(command, args, {
    stdio: [...stdio],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const ms = performance.now() - start;
  fs.closeSync(descriptor);
  if (error) throw error;
  const output = fs.readFileSync(file, 'utf8');
  if (status === null) throw new Error(`${command} ended by ${signal}: ${output.slice(-500)}`);
  return { ms, code: status, output };
}
