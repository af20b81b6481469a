import fs from 'node:fs';
import os from 'node:os';
import { Emitter } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { IntroductionLine } from '../../core/server/introductionLine';
import type { ServerOptions } from '../kernel/options/options';
import { keepingTrouble } from '../kernel/recovery/keepingTrouble';
import type { StateFiles } from '../kernel/recovery/stateLog';
import type { StartMessage } from '../kernel/start/childProtocol';
import { ServerStartError, ServerStoppedError, startErrorOf } from '../kernel/start/startErrors';
import { Crashes, REAL_RESTART_TIME, type RestartTime } from './crashes';
import { crashedError, lossWords, refusedWords } from './crashWords';
import { FailedStart, type StartCause } from './failedStart';
import { closeStateFiles, openStateFiles } from './openStateFiles';
import { startEnd } from './processEnd';
import { ServerChild } from './serverChild';
import type { ServerLaunch, ServerProcess } from './serverProcess';
import { StateTrials } from './stateTrials';

/** A server that ended by itself, and the number of stops at that time. */
interface LostServer {
  readonly options: ServerOptions;
  readonly address: ServerAddress;
  readonly stops: number;
}

/**
 * Starts and stops dist/server.js, and restarts it after a crash. Methods may be called in any order and at any time.
 */
export class ServerChildProcess implements ServerProcess {
  private readonly changed = new Emitter<ServerStatus>();
  readonly onDidChange = this.changed.event;
  private readonly warningChanged = new Emitter<void>();
  readonly onDidChangeWarning = this.warningChanged.event;

  private current: ServerStatus = 'stopped';
  private runsAt: ServerAddress | undefined;
  private told: readonly IntroductionLine[] = [];
  private trouble: ServerProblem | undefined;
  private child: ServerChild | undefined;
  /** A process without a server, for the next start. */
  private resting: ServerChild | undefined;
  /** Whether the stop that is going on keeps the process. */
  private keepsProcess = false;
  private starting: Promise<ServerAddress> | undefined;
  private stopping: Promise<void> | undefined;
  /** Number of calls of `stop`. A start compares it, because it must not continue after a later call of `stop`. */
  private stops = 0;
  /** Open files with the recovery state. They outlive the process of the server. */
  private stateFiles: StateFiles | undefined;
  /** Whether a server has run with them. */
  private hasState = false;
  /** Whether they are dropped when the server has stopped. */
  private dropsState = false;
  private readonly trials: StateTrials;
  /** The largest heap in mebibytes. Undefined for what the engine takes. */
  private heapMb: number | undefined;
  /** Why the recovery state cannot be written. */
  private keepingTrouble: string | undefined;
  private crashes: Crashes;
  /** Ends the wait before a restart. */
  private waiting: AbortController | undefined;

  constructor(
    private readonly launch: ServerLaunch,
    private readonly time: RestartTime = REAL_RESTART_TIME,
    /** Of the machine, in bytes. */
    memory = os.totalmem(),
  ) {
    this.crashes = new Crashes(time);
    this.trials = new StateTrials(memory);
  }

  get status(): ServerStatus {
    return this.current;
  }

  get address(): ServerAddress | undefined {
    return this.runsAt;
  }

  /** What the emulated systems of the server that was started last tell a person. */
  get introduction(): readonly IntroductionLine[] {
    return this.told;
  }

  get problem(): ServerProblem | undefined {
    return this.trouble;
  }

  get warning(): string | undefined {
    return this.keepingTrouble;
  }

  /**
   * Starts the process without a server, so that it loads its code while the options are still read. The next start takes
   * it, and `stop` ends it. Only before the first start.
   */
  prepare(): void {
    if (this.child || this.resting || this.starting || this.stopping) return;
    if (!this.stateFiles) this.openState();
    this.resting = this.newChild();
  }

  start(options: ServerOptions): Promise<ServerAddress> {
    if (this.runsAt) return Promise.resolve(this.runsAt);
    this.starting ??= this.begin(options).finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  stop({ keepsState = false } = {}): Promise<void> {
    this.keepsProcess = false;
    if (!keepsState) this.dropsState = true;
    return this.endOnce();
  }

  /**
   * Stops the server and drops its recovery state, but keeps its process, which has loaded all code, for the next start. The
   * next server finds nothing of this one. A process that hangs or has crashed is ended instead.
   * @returns whether a process waits for the next start. `stop` ends it.
   */
  async rest(): Promise<boolean> {
    // Another stop is going on, which may end the process.
    if (!this.stopping) this.keepsProcess = true;
    this.dropsState = true;
    await this.endOnce();
    return this.resting?.isAlive === true;
  }

  private endOnce(): Promise<void> {
    this.stops++;
    this.stopping ??= this.end().finally(() => {
      this.stopping = undefined;
    });
    return this.stopping;
  }

  dispose(): void {
    void this.stop().then(() => {
      this.changed.dispose();
      this.warningChanged.dispose();
    });
  }

  private async begin(options: ServerOptions): Promise<ServerAddress> {
    const { stops } = this;
    await this.stopping;
    if (this.stops !== stops) throw new ServerStoppedError();
    this.crashes = new Crashes(this.time);
    if (!this.stateFiles || this.keepingTrouble !== undefined) this.openState();
    if (this.hasState) this.launch.onLog('The dev session server goes on with what it had.');
    try {
      return await this.takeUp({ kind: 'start', options }, stops);
    } catch (error) {
      throw this.fail(error, stops);
    }
  }

  /**
   * Starts a process, and another one as long as what a server had before is what keeps it from running.
   * @throws ServerStartError as `run` does
   */
  private async takeUp(start: StartMessage, stops: number): Promise<ServerAddress> {
    for (;;) {
      try {
        return await this.run(start, stops);
      } catch (error) {
        if (this.stops !== stops || !(error instanceof FailedStart) || error.why.kind !== 'state') throw error;
        await this.mendState(error.why);
        if (this.stops !== stops) throw new ServerStoppedError();
      }
    }
  }

  /** @throws ServerStartError if the state cannot be kept aside; it is not lost then */
  private async mendState(why: StartCause): Promise<void> {
    const remedy = this.trials.remedy(why);
    if (remedy.kind === 'moreHeap') this.heapMb = remedy.heapMb;
    if (remedy.kind !== 'aside') {
      this.launch.onLog(refusedWords(why.how, remedy));
      return;
    }
    let file: string | undefined;
    try {
      // Hardly any server needs it, so its code is read then.
      const { copyAside } = await import('./asideFile.js');
      file = this.stateFiles && (await copyAside(this.stateFiles, this.launch.backups, new Date(this.time.now())));
    } catch (error) {
      throw crashedError(`${why.how}, and it cannot be kept aside: ${(error as Error).message}`, this.launch);
    }
    this.launch.onLog(refusedWords(why.how, remedy, file));
    this.openState();
    this.trials.over();
  }

  /**
   * Starts one process.
   * @throws ServerStartError when the server does not run; its process has ended by then
   */
  private async run(start: StartMessage, stops: number): Promise<ServerAddress> {
    const warm = await this.takeResting();
    if (this.stops !== stops) {
      await warm?.end();
      throw new ServerStoppedError();
    }
    const child = warm ?? this.newChild();
    this.child = child;
    this.become('starting');
    try {
      const { address, introduction } = await child.start(start);
      if (this.stops !== stops) throw new ServerStoppedError();
      this.told = introduction;
      this.crashes.started();
      this.trials.over();
      this.hasState = this.stateFiles !== undefined;
      this.become('running', { address });
      void child.ended.then(({ how }) => this.lose(child, how, start.options, address, stops));
      return address;
    } catch (error) {
      await child.end();
      // It may have ended while it rested, and nobody knew yet.
      const isLate = warm && this.stops === stops && error instanceof FailedStart && error.why.kind === 'killed';
      if (isLate) return this.run(start, stops);
      throw error;
    }
  }

  private newChild(): ServerChild {
    const onTrouble = (trouble: string | undefined) => {
      if (this.child === child) this.warn(trouble);
    };
    const { launch, stateFiles, heapMb, time } = this;
    const child: ServerChild = new ServerChild(launch, stateFiles, onTrouble, heapMb, time.patience);
    return child;
  }

  private async end(): Promise<void> {
    const { starting } = this;
    this.waiting?.abort();
    const { child } = this;
    if (child) {
      this.become('stopping');
      // A process with a larger heap, or without its state, had trouble.
      const isSound = this.heapMb === undefined && this.keepingTrouble === undefined;
      const isKept = this.keepsProcess && isSound && (await child.close());
      if (isKept && this.keepsProcess) this.resting = child;
      else {
        if (this.keepsProcess) this.launch.onLog('The dev session server did not close. Its process is replaced.');
        await child.end();
      }
      this.child = undefined;
    }
    if (!this.keepsProcess) {
      await this.resting?.end();
      this.resting = undefined;
    }
    // A restart that waited must have ended before the next start.
    await starting?.catch(() => {});
    if (this.resting) this.emptyState();
    else if (this.dropsState || !this.hasState) {
      this.forgetState();
      this.heapMb = undefined;
    }
    this.dropsState = false;
    this.become('stopped');
  }

  /** The process that rests, if it can have the next server. */
  private async takeResting(): Promise<ServerChild | undefined> {
    const { resting } = this;
    this.resting = undefined;
    if (resting?.isAlive && resting.stateFiles === this.stateFiles) return resting;
    await resting?.end();
    return undefined;
  }

  private openState(): void {
    this.forgetState();
    try {
      this.stateFiles = openStateFiles();
    } catch (error) {
      const trouble = keepingTrouble(error);
      this.launch.onLog(trouble);
      this.warn(trouble);
    }
  }

  /** Leaves the files open, because the process that rests has them. */
  private emptyState(): void {
    for (const file of this.stateFiles ?? []) fs.ftruncateSync(file, 0);
    this.hasState = false;
  }

  private forgetState(): void {
    if (this.stateFiles) closeStateFiles(this.stateFiles);
    this.stateFiles = undefined;
    this.hasState = false;
    this.warn(undefined);
  }

  private warn(trouble: string | undefined): void {
    if (trouble === this.keepingTrouble) return;
    this.keepingTrouble = trouble;
    this.warningChanged.fire();
  }

  /** Restarts a server that ended although nobody stopped it. */
  private lose(child: ServerChild, how: string, options: ServerOptions, address: ServerAddress, stops: number): void {
    if (this.child !== child || this.stops !== stops) return;
    this.starting = this.revive(how, { options, address, stops }).finally(() => {
      this.starting = undefined;
    });
    // `problem` has the reason. Nobody needs to wait for a restart.
    this.starting.catch(() => {});
  }

  /** Starts it again until it runs, says that it cannot, or is stopped. */
  private async revive(how: string, lost: LostServer): Promise<ServerAddress> {
    const { options, address, stops } = lost;
    const { url, controlUrl, controlToken, externalPlatformUrl } = address;
    const before = {
      controlToken,
      platformPort: portOf(externalPlatformUrl),
      controlPort: portOf(controlUrl),
    };
    let loss = `ended by itself (${how})`;
    for (let waitMs = this.crashes.crashed(); ; ) {
      const isKept = this.stateFiles !== undefined && this.keepingTrouble === undefined;
      this.launch.onLog(lossWords(loss, waitMs, isKept));
      // The files do not hold the current state, so new ones are opened.
      if (this.keepingTrouble !== undefined) this.openState();
      if (waitMs > 0) await this.wait(waitMs, stops);
      try {
        return await this.takeUp({ kind: 'start', options: { ...options, port: portOf(url) }, before }, stops);
      } catch (error) {
        const why = causeOf(error);
        if (this.stops !== stops || why === undefined) throw this.fail(error, stops);
        const again = why.kind === 'said' ? this.crashes.failedToStart() : this.crashes.killedAtStart();
        if (again === undefined) throw this.fail(crashedError(why.how, this.launch), stops);
        waitMs = again;
        loss = `did not start again (${why.how})`;
      }
    }
  }

  /** @throws ServerStoppedError when the server is stopped meanwhile */
  private async wait(ms: number, stops: number): Promise<void> {
    this.become('starting');
    const waiting = new AbortController();
    this.waiting = waiting;
    try {
      await this.time.wait(ms, waiting.signal);
    } catch (error) {
      if (!waiting.signal.aborted) throw this.fail(error, stops);
    }
    if (this.stops !== stops) throw new ServerStoppedError();
  }

  /** @returns the error to throw. After a call of `stop`, the status is left to that call */
  private fail(error: unknown, stops: number): ServerStartError {
    if (this.stops !== stops) return new ServerStoppedError();
    const failure = startErrorOf(error);
    this.child = undefined;
    // What a server had that ran is for the next start.
    if (!this.hasState) this.forgetState();
    this.become('failed', { problem: failure.problem });
    return failure;
  }

  private become(
    status: ServerStatus,
    { address, problem }: { address?: ServerAddress; problem?: ServerProblem } = {},
  ): void {
    this.runsAt = address;
    this.trouble = problem;
    if (status === this.current) return;
    this.current = status;
    this.changed.fire(status);
  }
}

/** Why a start did not succeed. Undefined if another one has no chance: its problem says what to mend. */
function causeOf(error: unknown): StartCause | undefined {
  if (error instanceof FailedStart) return error.problem.code === 'not-started' ? error.why : undefined;
  if (error instanceof ServerStartError) return undefined;
  const { kind, how } = startEnd(error as NodeJS.ErrnoException);
  return { kind: kind === 'exit' ? 'said' : 'killed', how };
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'https:' ? 443 : 80));
}
