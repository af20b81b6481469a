// Child processes in groups of their own, so that whatever they start ends with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const endWithParent = pathToFileURL(path.join(import.meta.dirname, 'endWithParent.mjs')).href;
const isWindows = process.platform === 'win32';
const SIGNALS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** Whether a signal ends this process. */
let ending = false;

// On import, so that it runs before the exit handlers of the importing module, which remove what the groups use.
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/**
 * Starts a command that does not outlive this process.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startGroup(command, args, options = {}) {
  // Windows has no process groups; there a detached child would get a console window.
  const child = spawn(command, args, { ...options, detached: !isWindows });
  if (child.pid !== undefined) {
    running.add(child);
    child.once('exit', () => running.delete(child));
  }
  return child;
}

/**
 * Starts a Node program that ends, with its group, even when this process is killed.
 * @param {readonly string[]} args
 * @param {Omit<import('node:child_process').SpawnOptions, 'stdio'> & { node?: string, output?: 'pipe' | 'inherit' | number }} [options]
 */
export function startNode(args, { node = process.execPath, output = 'inherit', ...options } = {}) {
  return startGroup(node, ['--import', endWithParent, ...args], {
    ...options,
    env: { ...(options.env ?? process.env), SESSION_WORKBENCH_PARENT: String(process.pid) },
    // The pipe on stdin is never written to: its end tells the program that this process is gone.
    stdio: ['pipe', output, output],
  });
}

/**
 * Waits for a child to end, and ends what it leaves behind.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [limitMs] after which it is ended
 * @returns {Promise<{ code: number, timedOut: boolean }>} the exit code, 128 + N after signal N
 */
export async function waitForExit(child, limitMs) {
  let timedOut = false;
  const end = () => {
    timedOut = true;
    void endGroup(child);
  };
  const limit = limitMs ? setTimeout(end, limitMs) : undefined;
  try {
    const code = await exitOf(child);
    return { code: code ?? 128 + (SIGNALS[/** @type {keyof typeof SIGNALS} */ (child.signalCode)] ?? 9), timedOut };
  } finally {
    clearTimeout(limit);
    // A member may outlive its leader: a hung extension host does.
    signalGroup(child, 'SIGKILL');
  }
}

/**
 * Waits for a child to end. While a signal ends this process it waits for ever: that its children end then is no failure,
 * and nothing is to be said or begun any more.
 * @param {import('node:child_process').ChildProcess} child
 * @param {'exit' | 'close'} [event] close comes when its output has been read, too
 * @returns {Promise<number | null>} the exit code, null after a signal
 */
export async function exitOf(child, event = 'exit') {
  const [code] = await once(child, event);
  if (ending) await new Promise(() => {});
  return code;
}

/**
 * Ends a child and all it started: asked first, killed after the grace time.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [graceMs]
 */
export async function endGroup(child, graceMs = 5000) {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const grace = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
    await exit;
    clearTimeout(grace);
  }
  signalGroup(child, 'SIGKILL');
}

/**
 * Makes the signals a person or a CI sends an orderly exit: the groups end, then the exit handlers run. A second signal does not wait.
 * @param {number} [code] 128 + N after signal N unless given
 */
export function exitOnSignals(code) {
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, async () => {
      const exitCode = code ?? 128 + number;
      if (ending) process.exit(exitCode);
      ending = true;
      await Promise.all([...running].map((child) => endGroup(child)));
      process.exit(exitCode);
    });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  if (isWindows) {
    if (child.exitCode === null) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left in the group.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}
