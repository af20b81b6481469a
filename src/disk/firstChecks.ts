import os from 'node:os';
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { builtInSchema } from './builtInSchema';
import { CheckAnswers } from './checkAnswers';
import { CheckPool, type CheckPoolOptions, failedCall, MOST_WAITING, type Priority } from './checkPool';
import type { CheckCall, CheckCalls, WorkerMessage } from './checkProtocol';
import { scanTickets } from './scanTickets';
import type { ScannedPart, ScanOrder } from './scanWork';

/** A thread that starts for fewer files is of no use: the calling thread has checked them before its code is warm. */
const FIRST_FILES = 5000;
/** How long the calling thread checks files before it takes in what other threads tell, in milliseconds. */
const TURN_MS = 16;

export interface FirstChecksOptions extends Pick<CheckPoolOptions, 'configured'> {
  /** How many files are checked on the calling thread alone, if no size of a folder tells that it is large. */
  readonly mostFiles?: number;
  /** Processors. */
  readonly cores?: number;
}

/**
 * A pool for a program that has nothing else to do, such as the command line. The calling thread checks files itself: a small
 * folder is done before a thread would have started, which takes 25 ms, and with a large one other threads help. It checks by
 * the built-in schema: a schema of the user's can take any time, and only a thread can be ended.
 */
export class FirstChecks extends CheckPool {
  private readonly here: CheckAnswers;
  private readonly mostFiles: number;
  private readonly cores: number;
  private lastCall = 0;
  private answer: WorkerMessage | undefined;
  /** Whether there are threads. They do what can be done at the same time. */
  private hasThreads = false;

  constructor({ mostFiles = FIRST_FILES, cores = os.availableParallelism(), configured }: FirstChecksOptions = {}) {
    super(configured && { configured });
    this.mostFiles = mostFiles;
    this.cores = cores;
    const post = (message: WorkerMessage) => {
      this.answer = message;
    };
    this.here = new CheckAnswers(() => ({ check: builtInSchema }), post, configured);
  }

  override call<C extends CheckCall>(
    call: C,
    params: CheckCalls[C]['params'],
    priority: Priority = 'normal',
    onPart?: (part: ScannedPart) => void,
  ): Promise<CheckCalls[C]['result']> {
    if (this.hasThreads) return super.call(call, params, priority, onPart);
    this.here.handle({ id: ++this.lastCall, call, params });
    const { answer } = this;
    if (answer?.kind === 'failure') return Promise.reject(failedCall(answer));
    return Promise.resolve((answer as Extract<WorkerMessage, { kind: 'result' }>).result as CheckCalls[C]['result']);
  }

  override async scan(
    order: Omit<ScanOrder, 'tickets'>,
    onPart: (part: ScannedPart) => void,
    { isLarge }: { isLarge: boolean },
  ): Promise<void> {
    const shared: ScanOrder = { ...order, tickets: scanTickets(order.applications.length) };
    const shares: Promise<void>[] = [];
    let checked = 0;
    const help = (most: number) => {
      if (shares.length >= most) return;
      this.hasThreads = true;
      const share = this.help(shared, told, shares.length + 1);
      // The first that fails is told below.
      share.catch(() => {});
      shares.push(share);
    };
    const told = (part: ScannedPart) => {
      checked += part.sessions?.count ?? 0;
      onPart(part);
      if (part.isCold) help(MOST_WAITING - 1);
      else if (checked >= this.mostFiles) help(Math.min(this.cores - 1, 1));
    };
    if (isLarge) help(Math.min(this.cores - 1, 1));
    let end = 0;
    const work = this.here.scanWork(shared, told, () => performance.now() >= end);
    for (let isPaused = true; isPaused; ) {
      end = performance.now() + TURN_MS;
      ({ isPaused } = work.run());
      if (isPaused) await turn();
    }
    for (const share of shares) await share;
  }
}
