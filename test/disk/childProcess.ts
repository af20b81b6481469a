import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const STORE = path.resolve(__dirname, '../../src/disk/sessionStore.js');

/** A process of its own with a session store in `store` and the arguments in `args`; it prints, and may be killed. */
export function startWithStore(script: string, ...args: string[]): ChildProcess {
  const prelude = `const { SessionStore } = require(${JSON.stringify(STORE)});
    const store = new SessionStore();
    const args = process.argv.slice(1);`;
  const body = `(async () => { ${script} })().catch((error) => { console.error(error); process.exitCode = 1; });`;
  return spawn(process.execPath, ['-e', prelude + body, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Waits for the end of a process; its exit code, or the signal that ended it. */
export async function endOf(child: ChildProcess): Promise<number | string> {
  const [code, signal] = await once(child, 'close');
  return code ?? signal;
}
