import { setTimeout as wait } from 'node:timers/promises';
import type { JournalPage } from '../../core/protocol/journal';
import { ControlCallError } from '../../server/client/controlClient';
import type { HttpControlClient } from '../../server/client/httpControlClient';
import { complain } from '../complain';
import type { Terminal } from '../terminal';
import { answerLine, droppedLine, isToldAnswer } from './answerLine';

/** So many entries are asked for at once, and no more often than this: a server that has much to do answers its clients first. */
const PAGE = 100;
const PAUSE_MS = 50;
/** A server that crashed is there again after so long, or later. */
const RETRY_MS = 250;
/** As many as the journal has. */
const MOST_AT_END = 2_000;

type Client = Pick<HttpControlClient, 'journal' | 'nextEntries'>;

/**
 * Shows each answer of a server as a line on stderr. The lines are made from the journal, at the pace at which they are read:
 * what comes faster than that is dropped by the journal, which says how much it is.
 */
export class AnswerLines {
  /** Number of the last entry that was told. */
  private last = 0;

  constructor(
    private readonly terminal: Pick<Terminal, 'err' | 'errTaken' | 'isErrBehind' | 'interactive'>,
    private readonly client: Client,
    /** Waits for some milliseconds, or until it is aborted, in which case it may throw. */
    private readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) =>
      wait(ms, undefined, { signal }),
  ) {}

  /** What is in the journal already came from a snapshot, and is not told. */
  async skip(): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.client.journal(this.last, 1000);
      this.last = page.entries.at(-1)?.id ?? this.last;
      more = page.more;
    }
  }

  /** Resolves when it is aborted. Never rejects. */
  async follow(signal: AbortSignal): Promise<void> {
    let isLost = false;
    while (!signal.aborted) {
      try {
        if (isLost) await this.findPlace();
        isLost = false;
        this.tell(await this.client.nextEntries(this.last, PAGE, signal));
        await this.terminal.errTaken(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ControlCallError) || error.status !== 0) {
          complain(this.terminal, `The answers are not shown any more: ${(error as Error).message}`);
          return;
        }
        isLost = true;
      }
      await this.pause(isLost ? RETRY_MS : PAUSE_MS, signal).catch(() => {});
    }
  }

  /** What was answered until now, for the end. Nothing, if nobody reads the lines. Never rejects. */
  async finish(): Promise<void> {
    try {
      for (let told = 0, more = true; more && told < MOST_AT_END && !this.terminal.isErrBehind; ) {
        const page = await this.client.journal(this.last, PAGE);
        this.tell(page);
        told += page.entries.length;
        more = page.more;
      }
    } catch {
      // The server is gone. Its end is told elsewhere.
    }
  }

  private tell({ entries, dropped }: JournalPage): void {
    const layout = { isAligned: this.terminal.interactive };
    const lines = entries.filter(isToldAnswer).map((entry) => answerLine(entry, layout));
    this.last = entries.at(-1)?.id ?? this.last;
    if (dropped > 0) lines.unshift(droppedLine(dropped));
    if (lines.length > 0) this.terminal.err(...lines);
  }

  /** A server that could not take up what it had begins with the first number again. */
  private async findPlace(): Promise<void> {
    if (this.last === 0) return;
    const { entries } = await this.client.journal(this.last - 1, 1);
    if (entries.length === 0) this.last = 0;
  }
}
