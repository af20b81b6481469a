import { builtInSchema } from './builtInSchema';
import { CheckAnswers } from './checkAnswers';
import { CheckPool, failedCall, type Priority } from './checkPool';
import type { CheckCall, CheckCalls, WorkerMessage } from './checkProtocol';
import type { FolderListing } from './listing';
import type { ScannedPart, ScanOrder } from './scanWork';

/** A thread would have started before so many files are checked. */
const FIRST_FILES = 1000;
/** Folders of about so many files, as most file systems tell their size. */
const FIRST_BYTES = 65_536;

/**
 * A pool for a program that has nothing else to do, such as the command line. It answers the calls on the calling thread
 * until it has found a folder of some size, so that a small one is checked before a thread would have started, which takes
 * 25 ms. Threads do the rest of a larger one. It checks by the built-in schema: a schema of the user's can take any time, and
 * only a thread can be ended.
 */
export class FirstChecks extends CheckPool {
  private readonly here: CheckAnswers;
  private isSmall = true;
  private lastCall = 0;
  private answer: WorkerMessage | undefined;
  private onPart: ((part: ScannedPart) => void) | undefined;
  private checked = 0;

  /** @param mostFiles how many files are checked on the calling thread, if no size of a folder tells that it is large */
  constructor(private readonly mostFiles = FIRST_FILES) {
    super();
    this.here = new CheckAnswers(builtInSchema, (message) => {
      if (message.kind === 'part') this.onPart?.(message.part);
      else this.answer = message;
    });
  }

  override call<C extends CheckCall>(
    call: C,
    params: CheckCalls[C]['params'],
    priority: Priority = 'normal',
    onPart?: (part: ScannedPart) => void,
  ): Promise<CheckCalls[C]['result']> {
    if (!this.isSmall) return super.call(call, params, priority, onPart);
    this.onPart = (part) => {
      this.count(part.sessions?.count ?? 0, params);
      onPart?.(part);
    };
    this.here.handle({ id: ++this.lastCall, call, params });
    const { answer } = this;
    if (answer?.kind === 'failure') return Promise.reject(failedCall(answer));
    const result = (answer as Extract<WorkerMessage, { kind: 'result' }>).result as CheckCalls[C]['result'];
    if (call === 'listFolder')
      this.isSmall = (result as FolderListing).sizes.reduce((sum, size) => sum + size, 0) <= FIRST_BYTES;
    return Promise.resolve(result);
  }

  override scan(
    order: Omit<ScanOrder, 'tickets'>,
    onPart: (part: ScannedPart) => void,
    options: { isLarge: boolean },
  ): Promise<void> {
    if (options.isLarge) this.isSmall = false;
    return super.scan(order, onPart, options);
  }

  /** Lets a scan that has found many files pause, so that threads go on with it. */
  private count(files: number, params: CheckCalls[CheckCall]['params']): void {
    this.checked += files;
    if (this.checked < this.mostFiles) return;
    this.isSmall = false;
    if ('tickets' in params) Atomics.store(params.tickets, 0, 1);
  }
}
