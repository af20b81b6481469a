import os from 'node:os';
import type { LastWords } from './lastWords';

/**
 * Who ended a process: it itself (`exit`), somebody else, such as the system when memory is short (`killed`), or its engine, as when
 * the heap is full (`aborted`).
 */
export type EndKind = 'exit' | 'killed' | 'aborted';

/** How a process ended. */
export interface ProcessEnd {
  readonly kind: EndKind;
  /** For a sentence: the exit code or the signal, and the last words. */
  readonly how: string;
}

const ABORTING: readonly string[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGFPE', 'SIGSYS'];
/** Windows has no signals. These are its codes for a crash, and that of Node for an abort. */
const LEAST_WINDOWS_CRASH = 0xc0000000;
const WINDOWS_ABORT = 134;
/** A shell or a container around a process tells a signal as an exit code, from here on. */
const SIGNALS_FROM = 128;

/** Says how a process ended, by what its parent is told. */
export function processEnd(
  code: number | null,
  signal: string | null,
  words: Pick<LastWords, 'telling'>,
  platform: NodeJS.Platform = process.platform,
): ProcessEnd {
  const told = words.telling(signal);
  const how = [signal ? `signal ${signal}` : `exit code ${code}`, told].filter(Boolean).join(': ');
  return { kind: kindOf(code, signal, told, platform), how };
}

/** What could not be started, by the error. Some errors are over as soon as the machine has room again. */
export function startEnd({ message, code }: NodeJS.ErrnoException): ProcessEnd {
  const isOver = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'].includes(String(code));
  return { kind: isOver ? 'killed' : 'exit', how: message };
}

function kindOf(
  code: number | null,
  signal: string | null,
  told: string | undefined,
  platform: NodeJS.Platform,
): EndKind {
  if (platform === 'win32') {
    if (code === null) return 'killed';
    if (code === WINDOWS_ABORT || code >= LEAST_WINDOWS_CRASH) return 'aborted';
    // Whoever ends a process there gives it an exit code.
    return told === undefined ? 'killed' : 'exit';
  }
  // A server ends so when it is asked to, as by SIGTERM. One that cannot run does not.
  if (code === 0) return 'killed';
  const name = signal ?? signalOf(code);
  if (name === undefined) return 'exit';
  return ABORTING.includes(name) ? 'aborted' : 'killed';
}

function signalOf(code: number | null): string | undefined {
  if (code === null || code <= SIGNALS_FROM) return undefined;
  return Object.entries(os.constants.signals).find(([, number]) => number === code - SIGNALS_FROM)?.[0];
}
