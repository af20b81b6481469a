import type { HandlerRequest } from '../currentSession';
import type { CodeBridge } from './codeBridge';
import type { CodeCall, CodeResult } from './codeProtocol';
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
  private readonly queue: (() => void)[] = [];
  private lastRun = 0;
  private disposed = false;

  constructor(private readonly options: CodePoolOptions) {}

  async run({ stamp, ...job }: PoolJob, bridge: CodeBridge): Promise<PoolOutcome> {
    const member = await this.member(stamp);
    if (!member) {
      return this.disposed
        ? { kind: 'threw', reason: 'The server is stopping.' }
        : { kind: 'busy', reason: `${this.options.waiting} requests wait already for code to run.` };
    }
    const { timeoutMs } = this.options;
    try {
      const outcome = await member.thread.run({ ...job, run: ++this.lastRun }, bridge, timeoutMs);
      if (outcome.kind === 'timeout') {
        await this.remove(member);
        return { kind: 'timeout', reason: `The code took longer than ${timeoutMs} ms and was ended.` };
      }
      return outcome.kind === 'lost' ? { kind: 'threw', reason: outcome.reason } : outcome;
    } finally {
      member.isBusy = false;
      if (member.thread.isGone) await this.remove(member);
      this.queue.shift()?.();
    }
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const go of this.queue.splice(0)) go();
    await Promise.all(this.members.splice(0).map(({ thread }) => thread.dispose()));
  }

  /** One that is free, as soon as there is one; undefined when too many wait. */
  private async member(stamp: string): Promise<Member | undefined> {
    while (!this.disposed) {
      const idle = this.members.filter(({ isBusy }) => !isBusy);
      const fit = idle.find((each) => each.stamp === stamp && !each.thread.isGone);
      if (fit) {
        fit.isBusy = true;
        return fit;
      }
      for (const each of idle) void this.remove(each);
      if (this.members.length < this.options.threads) {
        const made = { thread: new CodeThread(this.options.log), stamp, isBusy: true };
        this.members.push(made);
        return made;
      }
      if (this.queue.length >= this.options.waiting) return undefined;
      await new Promise<void>((resolve) => this.queue.push(resolve));
    }
    return undefined;
  }

  private async remove(member: Member): Promise<void> {
    this.members = this.members.filter((each) => each !== member);
    await member.thread.dispose();
  }
}
