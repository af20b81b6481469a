// Loaded first in each thread with a developer's code, also in those that the code starts. It takes away what would end the
// server by mistake. It is no wall against code that wants to do harm: the code has the rights of the user, and can start
// other programs.
import process from 'node:process';
import { ModuleGuard } from './moduleGuard';

type Kill = (pid: number, signal?: string | number) => unknown;

const own = process.pid;

/** Reaches only the process of the code. The signal 0 only asks whether a process is there. */
function guarded(kill: Kill): Kill {
  return (pid, signal) => {
    if (pid === own || signal === 0) return kill(pid, signal);
    throw new Error('process.kill reaches only the process of this code.');
  };
}

function define(name: string, property: PropertyDescriptor): void {
  Object.defineProperty(process, name, { ...property, configurable: false, enumerable: true });
}

// Node keeps what `process.kill` calls in `process._kill`.
for (const name of ['kill', '_kill'] as const) {
  const kill = (process as unknown as Partial<Record<typeof name, Kill>>)[name];
  if (kill) define(name, { value: guarded(kill.bind(process)), writable: false });
}
// The parent process is the server, which is no concern of the code.
define('ppid', { get: () => own });
// The argument that loads this file would be the only one.
process.execArgv = [];
new ModuleGuard().install();
