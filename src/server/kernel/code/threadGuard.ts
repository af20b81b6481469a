import process from 'node:process';

/**
 * Takes away from a developer's code what would end the server by mistake: `process.kill` reaches its own process only, and
 * `process.ppid` names that process, not the server. This is no wall against code that wants to do harm: the code has the
 * rights of the user, and can start other programs.
 */
export function guardProcess(): void {
  const kill = process.kill.bind(process);
  const own = process.pid;
  const guarded = (pid: number, signal?: string | number): true => {
    if (pid === own || signal === 0) return kill(pid, signal);
    throw new Error('process.kill reaches only the process of this code.');
  };
  define('kill', { value: guarded, writable: false });
  define('_kill', { value: undefined, writable: false });
  define('ppid', { get: () => own });
}

function define(name: string, property: PropertyDescriptor): void {
  Object.defineProperty(process, name, { ...property, configurable: false, enumerable: true });
}
