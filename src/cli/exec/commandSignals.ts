import os from 'node:os';
import { onEndingSignal } from '../onEndingSignal';
import { ENDED_AT_ONCE_MS } from '../serve/endingSignals';

/** Who is told of a signal. */
interface Signalled {
  signal(name: NodeJS.Signals): void;
}

/** A shell tells the end by a signal as an exit status from here on. */
const SIGNALS_FROM = 128;

/** The exit status of a process that a signal has ended. */
export function codeOfSignal(signal: NodeJS.Signals): number {
  return SIGNALS_FROM + (os.constants.signals[signal] ?? 0);
}

/**
 * The signals that ask `exec` to end. Before the command runs, they end the server. Then each is passed on to the command, which
 * decides. While the server is closed, one that comes later than a doubled one ends all at once.
 */
export class CommandSignals {
  /** Resolves at a signal that came before the command ran. */
  readonly beforeCommand: Promise<undefined>;
  private last: { readonly name: NodeJS.Signals; readonly at: number } | undefined;
  private command: Signalled | undefined;
  private closingAt: number | undefined;

  /**
   * @param atOnce called with the exit status when all is to end at once
   * @param now a monotonic clock, in milliseconds
   */
  constructor(
    atOnce: (code: number) => void,
    private readonly now: () => number = () => performance.now(),
    listen = onEndingSignal,
  ) {
    this.beforeCommand = new Promise((resolve) => {
      listen((name) => {
        const isLater = this.isLater();
        this.last = { name, at: now() };
        if (this.closingAt === undefined) this.command?.signal(name);
        else if (isLater) atOnce(codeOfSignal(name));
        resolve(undefined);
      });
    });
  }

  /** The exit status for the last signal. */
  get code(): number {
    return codeOfSignal(this.last?.name ?? 'SIGTERM');
  }

  passTo(command: Signalled): void {
    this.command = command;
  }

  /** The command has ended. */
  closing(): void {
    this.closingAt ??= this.now();
  }

  /** A terminal sends a signal to the command too, and its end may be known here before the signal that caused it. */
  private isLater(): boolean {
    const before = Math.max(this.last?.at ?? -Infinity, this.closingAt ?? -Infinity);
    return this.now() - before >= ENDED_AT_ONCE_MS;
  }
}
