import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { limitWords } from '../../../core/server/optionWords';
import { type CodeLimitNames, type CodeLimits, MEBIBYTE } from './codeLimits';
import { CodeLog } from './codeLog';
import { type Answering, CodeProcess, type ProcessOutcome } from './codeProcess';
import { neededEnvironment } from './neededEnvironment';
import type { RunOrigin } from './runOrigins';
import { type NoTurn, WaitingLine } from './waitingLine';

export interface CodePoolOptions<R> {
  readonly limits: CodeLimits;
  readonly names: CodeLimitNames;
  /** Absolute path of the entry of the thread that runs the code. */
  readonly thread: string;
  /** Data for the thread. */
  readonly data: unknown;
  /** Whether what a process sent is a result. */
  readonly isResult: (value: unknown) => value is R;
  /** Whether the code sees the environment of the server, without what is about the server itself. */
  readonly hasEnvironment: boolean;
  /** What the code may pass on in one call of the server, in KiB. Absent if there is nothing to call. */
  readonly callKb?: number;
  /** The option for it. Absent if none sets it. */
  readonly callOption?: string;
  /** What the code is called at the beginning of a sentence, such as “The module”. */
  readonly subject: string;
  /** What a line in the log begins with. */
  readonly logName: string;
  readonly log: (line: string) => void;
}

/** Why code gave no result. */
export interface PoolFailure {
  readonly kind: 'timeout' | 'busy' | 'left' | 'memory' | 'tooLarge' | 'lost';
  readonly reason: string;
  /** The option that sets the limit. */
  readonly option?: string;
}

export type PoolOutcome<R> = { readonly kind: 'done'; readonly result: R } | PoolFailure;

export interface PoolJob {
  /** Stamp of the source files. A process that has loaded other versions is replaced. */
  readonly stamp: string;
  readonly job: unknown;
  /** Aborted when the client leaves. */
  readonly signal?: AbortSignal | undefined;
  readonly answer?: Answering;
  /** The request of the job, for errors of its code that come after its answer. */
  readonly origin?: RunOrigin;
  /** Called when the job has got its turn, before its code runs. If it rejects, the code does not run. */
  readonly begin?: () => Promise<unknown>;
}

interface Member {
  readonly process: CodeProcess;
  readonly stamp: string;
  isBusy: boolean;
  /** Resolves when its process has ended. Absent while it can be used. */
  ended?: Promise<void>;
}

const UNREADABLE = 'The process of the code was ended: it sent what cannot be read.';
const STOPPING = 'The server is stopping.';
/** The channel carries more than the answer: headers, and calls of functions of the server. */
const FRAME_EXTRA = MEBIBYTE;
const LONGEST_CALL_KB = 1;
// How long a process that has answered may still be occupied before another one takes its place.
const SETTLE_MS = 1000;
/** How long the last output of a process that has ended may take. A program that holds its pipes never ends it. */
const LAST_OUTPUT_MS = 200;
/** This many processes in a row may be lost before the next one has to wait. */
const LOSSES_WITHOUT_PAUSE = 3;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
/** What the environment says about the server, or about how its process is run. */
const ABOUT_THE_SERVER = /^(?:SESSION_WORKBENCH_|NODE_OPTIONS$|NODE_CHANNEL|ELECTRON_RUN_AS_NODE$)/i;

/**
 * Processes that run a developer's code, several side by side. A process starts when it is needed, and keeps running until a
 * source file changes. A process that takes too long or dies is replaced; only the request that ran in it fails.
 */
export class CodePool<R> {
  private members: Member[] = [];
  private readonly line: WaitingLine;
  private lastRun = 0;
  /** Processes that were lost since the last one that answered. */
  private losses = 0;
  private disposed = false;
  private toldOfGlobals = false;

  constructor(private readonly options: CodePoolOptions<R>) {
    const { limits, names } = options;
    this.line = new WaitingLine({
      turns: limits.processes,
      waiting: limits.waiting,
      waitMs: limits.waitMs,
      names: { waiting: `${names.limits}.waiting`, waitMs: `${names.limits}.waitMs` },
    });
  }

  /** Seconds after which a request that found no process may be sent again. */
  get retryAfter(): number {
    return Math.min(30, Math.ceil(this.options.limits.waitMs / 1000));
  }

  async run({ stamp, signal, begin, ...job }: PoolJob): Promise<PoolOutcome<R>> {
    const turn = await this.line.turn(signal);
    if (typeof turn !== 'function') return turn satisfies NoTurn;
    let last: Member | undefined;
    try {
      await begin?.();
      for (;;) {
        if (this.disposed) return { kind: 'lost', reason: STOPPING };
        await last?.ended;
        last = await this.member(stamp);
        const outcome = await this.runIn(last, job);
        // A process that ended before the code ran did nothing of this job. One that cannot even start ends the attempts.
        if (outcome.kind !== 'unsent') return this.told(outcome);
        if (this.losses > LOSSES_WITHOUT_PAUSE) return { kind: 'lost', reason: outcome.reason };
      }
    } finally {
      // The answer does not wait for the end of the process, but the next request does: otherwise there would be too many.
      if (last?.ended) void last.ended.then(turn);
      else turn();
    }
  }

  /**
   * Ends all processes with what their code keeps in them. Requests whose code runs are answered with the reason, and later
   * ones get new processes.
   */
  async renew(reason: string): Promise<void> {
    await Promise.all(this.members.splice(0).map((member) => member.process.dispose(reason)));
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.renew(STOPPING);
  }

  private async runIn(
    member: Member,
    { job, answer = refused, origin }: Pick<PoolJob, 'job' | 'answer' | 'origin'>,
  ): Promise<ProcessOutcome> {
    const isListed = () => this.members.includes(member);
    try {
      const { timeoutMs } = this.options.limits;
      const outcome = await member.process.execute(++this.lastRun, job, answer, timeoutMs, origin);
      // The code has written into the channel. More may come of it, so no other request runs there.
      if (outcome.kind === 'done' && !this.options.isResult(outcome.result)) {
        void this.remove(member, UNREADABLE);
        return { kind: 'lost', reason: UNREADABLE };
      }
      if (outcome.kind === 'timeout') void this.remove(member, this.told(outcome).reason);
      // A process that this pool has ended itself is no loss.
      else if (outcome.kind === 'done' || outcome.kind === 'tooLarge') this.losses = 0;
      else if (isListed()) this.losses++;
      if (!member.process.isUsable) void this.remove(member, 'It was replaced.');
      if (member.process.wasSpoiled) this.tellOfGlobals();
      return outcome;
    } finally {
      member.isBusy = false;
    }
  }

  private told(outcome: Extract<ProcessOutcome, { readonly kind: 'timeout' }>): PoolFailure;
  private told(outcome: ProcessOutcome): PoolOutcome<R>;
  private told(outcome: ProcessOutcome): PoolOutcome<R> {
    const { limits, names, subject } = this.options;
    switch (outcome.kind) {
      case 'done':
        return { kind: 'done', result: outcome.result as R };
      case 'timeout':
        return {
          kind: 'timeout',
          reason: `${subject} took longer than ${limits.timeoutMs} ms (${limitWords(names.timeout)}) and was ended.${outcome.late === undefined ? '' : ` ${outcome.late}`}`,
          option: names.timeout,
        };
      case 'memory':
        return {
          kind: 'memory',
          reason: `${subject} used more memory than ${limits.memoryMb} MiB (${limitWords(`${names.limits}.memoryMb`)}) and was ended.`,
          option: `${names.limits}.memoryMb`,
        };
      case 'tooLarge':
        return {
          kind: 'tooLarge',
          reason: `The answer is larger than ${limits.answerMb} MiB (${limitWords(`${names.limits}.answerMb`)}).`,
          option: `${names.limits}.answerMb`,
        };
      default:
        return { kind: 'lost', reason: outcome.reason };
    }
  }

  /** Returns a process that has loaded these sources and is free, or a new one. Idle processes with other sources are ended. */
  private async member(stamp: string): Promise<Member> {
    const idle = this.members.filter(({ isBusy }) => !isBusy);
    for (const each of idle) {
      if (each.stamp !== stamp) void this.remove(each, 'The source files have changed.');
      else if (!each.process.isUsable) void this.remove(each, 'It was replaced.');
    }
    const fit = this.members.find((each) => !each.isBusy);
    if (!fit) return this.start(stamp);
    fit.isBusy = true;
    const settled = await Promise.race([fit.process.settled.then(() => true), pause(SETTLE_MS, false)]);
    if (settled && fit.process.isUsable) return fit;
    await this.remove(fit, 'It was replaced.');
    return this.start(stamp);
  }

  private async start(stamp: string): Promise<Member> {
    if (this.losses > LOSSES_WITHOUT_PAUSE) {
      const ms = FIRST_PAUSE_MS * 2 ** (this.losses - LOSSES_WITHOUT_PAUSE - 1);
      await pause(Math.min(LONGEST_PAUSE_MS, ms));
    }
    const {
      limits,
      names,
      thread,
      data,
      hasEnvironment,
      log,
      logName,
      callKb = LONGEST_CALL_KB,
      callOption,
    } = this.options;
    const env = { ...neededEnvironment(), ...(hasEnvironment && ofTheUser()) };
    const start = {
      kind: 'start',
      thread,
      data,
      env: hasEnvironment ? ofTheUser() : {},
      memoryMb: limits.memoryMb,
      logBytes: limits.logKb * 1024,
      longestFrame: limits.answerMb * MEBIBYTE + FRAME_EXTRA,
      longestCall: callKb * 1024,
      callLimit: callOption === undefined ? `${callKb} KiB` : `${callKb} KiB (${limitWords(callOption)})`,
    } as const;
    const output = new CodeLog(log, logName, start.logBytes, `${names.limits}.logKb`);
    const longEnough = () => pause(LAST_OUTPUT_MS, undefined, { ref: false });
    const made = {
      process: new CodeProcess(start, output, env, longEnough),
      stamp,
      isBusy: true,
    };
    this.members.push(made);
    return made;
  }

  private remove(member: Member, reason: string): Promise<void> {
    this.members = this.members.filter((each) => each !== member);
    member.ended ??= member.process.dispose(reason);
    return member.ended;
  }

  private tellOfGlobals(): void {
    if (this.toldOfGlobals) return;
    this.toldOfGlobals = true;
    const { log, logName } = this.options;
    log(
      `${logName}: The code has changed globals of JavaScript such as Array.prototype; each request after that gets a new process.`,
    );
  }
}

async function refused() {
  return { kind: 'failure', reason: 'There is nothing to call.' } as const;
}

function ofTheUser(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ABOUT_THE_SERVER.test(name)));
}
