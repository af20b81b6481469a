import { Semaphore } from 'async-mutex';
import { counted } from '../../../../core/base/counted';
import type { HandlerRequest } from '../currentSession';
import type { CodeBridge } from './codeBridge';
import type { CodeCall, CodeJob, CodeResult } from './codeProtocol';
import { CodeThread } from './codeThread';

export interface CodePoolOptions {
  /** Real milliseconds that code may take for one request. The virtual clock may be stopped, so it is not used here. */
  readonly timeoutMs: number;
  /** Number of requests whose code may run at the same time. */
  readonly threads: number;
  /** Maximum number of requests that wait. */
  readonly waiting: number;
  readonly log: (message: string) => void;
}

export type PoolOutcome = CodeResult | { readonly kind: 'timeout' | 'busy' | 'threw'; readonly reason: string };

export interface PoolJob {
  readonly file: string;
  readonly call: CodeCall;
  readonly request: HandlerRequest;
  /** Stamp of the source files. A thread that has loaded other versions is replaced. */
  readonly stamp: string;
}

interface Member {
  readonly thread: CodeThread;
  readonly stamp: string;
  isBusy: boolean;
}

const STOPPING = 'The server is stopping.';

/**
 * Worker threads that run a developer's code. A thread starts when it is needed, and keeps running until a source file
 * changes. A thread that takes too long or dies is replaced. The other threads are not affected.
 */
export class CodePool {
  private members: Member[] = [];
  /** Allows as many runs at once as there are threads. */
  private readonly turns: Semaphore;
  private waiting = 0;
  private lastRun = 0;
  private disposed = false;

  constructor(private readonly options: CodePoolOptions) {
    this.turns = new Semaphore(options.threads);
  }

  async run({ stamp, ...job }: PoolJob, bridge: CodeBridge): Promise<PoolOutcome> {
    const release = await this.turn();
    if (!release) {
      return {
        kind: 'busy',
        reason: `${counted(this.options.waiting, 'request')} ${this.options.waiting === 1 ? 'waits' : 'wait'} already for code to run.`,
      };
    }
    try {
      if (this.disposed) return { kind: 'threw', reason: STOPPING };
      return await this.runIn(this.member(stamp), { ...job, run: ++this.lastRun }, bridge);
    } finally {
      release();
    }
  }

  /**
   * Ends all threads with what their code keeps in them. Requests whose code runs are answered with the reason, and later
   * ones get new threads.
   */
  async renew(reason: string): Promise<void> {
    await Promise.all(this.members.splice(0).map(({ thread }) => thread.dispose(reason)));
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.renew(STOPPING);
  }

  private async runIn(member: Member, job: CodeJob, bridge: CodeBridge): Promise<PoolOutcome> {
    const { timeoutMs } = this.options;
    try {
      const outcome = await member.thread.run(job, bridge, timeoutMs);
      if (outcome.kind === 'timeout') {
        const reason = `The code took longer than ${timeoutMs} ms and was ended.`;
        await this.remove(member, reason);
        return { kind: 'timeout', reason };
      }
      return outcome.kind === 'lost' ? { kind: 'threw', reason: outcome.reason } : outcome;
    } finally {
      member.isBusy = false;
    }
  }

  /**
   * Waits until a thread is free.
   * @returns a function that ends the turn; undefined when too many requests wait already
   */
  private async turn(): Promise<(() => void) | undefined> {
    const mustWait = this.turns.isLocked();
    if (mustWait && this.waiting >= this.options.waiting) return undefined;
    if (mustWait) this.waiting++;
    const [, release] = await this.turns.acquire();
    if (mustWait) this.waiting--;
    return release;
  }

  /** Returns a thread that has loaded these sources, or a new one. Idle threads with other versions are ended. */
  private member(stamp: string): Member {
    const idle = this.members.filter(({ isBusy }) => !isBusy);
    const fit = idle.find((each) => each.stamp === stamp && !each.thread.isGone);
    if (fit) {
      fit.isBusy = true;
      return fit;
    }
    for (const each of idle) void this.remove(each, 'The source files have changed.');
    const made = { thread: new CodeThread(this.options.log), stamp, isBusy: true };
    this.members.push(made);
    return made;
  }

  private async remove(member: Member, reason: string): Promise<void> {
    this.members = this.members.filter((each) => each !== member);
    await member.thread.dispose(reason);
  }
}
