import { counted } from '../../../../core/base/counted';
import type { HandlerRequest } from '../currentSession';
import type { CodeBridge } from './codeBridge';
import type { CodeCall, CodeJob, CodeResult } from './codeProtocol';
import { CodeThread } from './codeThread';

export interface CodePoolOptions {
  /** Real milliseconds that code may take for one request: a stuck thread does not wait for the virtual clock. */
  readonly timeoutMs: number;
  /** How many requests run code at the same time. */
  readonly threads: number;
  /** How many wait at the most. */
  readonly waiting: number;
  readonly log: (message: string) => void;
}

export type PoolOutcome = CodeResult | { readonly kind: 'timeout' | 'busy' | 'threw'; readonly reason: string };

export interface PoolJob {
  readonly file: string;
  readonly call: CodeCall;
  readonly request: HandlerRequest;
  /** That of the sources; a thread that has read others is replaced. */
  readonly stamp: string;
}

interface Member {
  readonly thread: CodeThread;
  readonly stamp: string;
  isBusy: boolean;
}

/**
 * Threads that run a developer's code. They start when they are needed and stay warm until a source is edited; one that takes
 * too long or dies is replaced, and the others go on.
 */
export class CodePool {
  private members: Member[] = [];
  /** How many more may run at once. */
  private free: number;
  /** Each is called when a turn is handed over to it. */
  private readonly queue: (() => void)[] = [];
  private lastRun = 0;
  private disposed = false;

  constructor(private readonly options: CodePoolOptions) {
    this.free = options.threads;
  }

  async run({ stamp, ...job }: PoolJob, bridge: CodeBridge): Promise<PoolOutcome> {
    if (!(await this.turn())) {
      return {
        kind: 'busy',
        reason: `${counted(this.options.waiting, 'request')} ${this.options.waiting === 1 ? 'waits' : 'wait'} already for code to run.`,
      };
    }
    try {
      if (this.disposed) return { kind: 'threw', reason: 'The server is stopping.' };
      return await this.runIn(this.member(stamp), { ...job, run: ++this.lastRun }, bridge);
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.free++;
    }
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const go of this.queue.splice(0)) go();
    await Promise.all(this.members.splice(0).map(({ thread }) => thread.dispose()));
  }

  private async runIn(member: Member, job: CodeJob, bridge: CodeBridge): Promise<PoolOutcome> {
    const { timeoutMs } = this.options;
    try {
      const outcome = await member.thread.run(job, bridge, timeoutMs);
      if (outcome.kind === 'timeout') {
        await this.remove(member);
        return { kind: 'timeout', reason: `The code took longer than ${timeoutMs} ms and was ended.` };
      }
      return outcome.kind === 'lost' ? { kind: 'threw', reason: outcome.reason } : outcome;
    } finally {
      member.isBusy = false;
    }
  }

  /** False when too many wait. Whoever gets a turn hands it on. */
  private async turn(): Promise<boolean> {
    if (this.free > 0) {
      this.free--;
      return true;
    }
    if (this.queue.length >= this.options.waiting) return false;
    await new Promise<void>((resolve) => this.queue.push(resolve));
    return true;
  }

  /** A thread that has read these sources, or none yet; those that have read others and do nothing are ended. */
  private member(stamp: string): Member {
    const idle = this.members.filter(({ isBusy }) => !isBusy);
    const fit = idle.find((each) => each.stamp === stamp && !each.thread.isGone);
    if (fit) {
      fit.isBusy = true;
      return fit;
    }
    for (const each of idle) void this.remove(each);
    const made = { thread: new CodeThread(this.options.log), stamp, isBusy: true };
    this.members.push(made);
    return made;
  }

  private async remove(member: Member): Promise<void> {
    this.members = this.members.filter((each) => each !== member);
    await member.thread.dispose();
  }
}
