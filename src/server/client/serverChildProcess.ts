import { Emitter } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { IntroductionLine } from '../../core/protocol/introductionLine';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerOptions } from '../kernel/options/options';
import { keepingTrouble } from '../kernel/recovery/keepingTrouble';
import type { StateFiles } from '../kernel/recovery/stateLog';
import type { StartMessage } from '../kernel/start/childProtocol';
import { ServerStartError, ServerStoppedError, startErrorOf } from '../kernel/start/startErrors';
import { Crashes, REAL_RESTART_TIME, type RestartTime } from './crashes';
import { closeStateFiles, openStateFiles } from './openStateFiles';
import { ServerChild } from './serverChild';
import type { ServerLaunch, ServerProcess } from './serverProcess';

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
  private starting: Promise<ServerAddress> | undefined;
  private stopping: Promise<void> | undefined;
  /** Number of calls of `stop`. A start compares it, because it must not continue after a later call of `stop`. */
  private stops = 0;
  /** Open files with the recovery state. They outlive the process of the server. */
  private stateFiles: StateFiles | undefined;
  /** Why the recovery state cannot be written. */
  private keepingTrouble: string | undefined;
  private crashes: Crashes;
  /** Ends the wait before a restart. */
  private waiting: AbortController | undefined;

  constructor(
    private readonly launch: ServerLaunch,
    private readonly time: RestartTime = REAL_RESTART_TIME,
  ) {
    this.crashes = new Crashes(time);
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

  start(options: ServerOptions): Promise<ServerAddress> {
    if (this.runsAt) return Promise.resolve(this.runsAt);
    this.starting ??= this.begin(options).finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  stop(): Promise<void> {
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
    this.openState();
    try {
      return await this.run({ kind: 'start', options }, stops);
    } catch (error) {
      throw this.fail(error, stops);
    }
  }

  /**
   * Starts one process.
   * @throws ServerStartError when the server does not run; its process has ended by then
   */
  private async run(start: StartMessage, stops: number): Promise<ServerAddress> {
    const child = new ServerChild(this.launch, start, this.stateFiles, (trouble) => {
      if (this.child === child) this.warn(trouble);
    });
    this.child = child;
    this.become('starting');
    try {
      const { address, introduction } = await child.ready;
      if (this.stops !== stops) throw new ServerStoppedError();
      this.told = introduction;
      this.crashes.started();
      this.become('running', { address });
      void child.ended.then((how) => this.lose(child, how, start.options, address, stops));
      return address;
    } catch (error) {
      await child.end();
      throw error;
    }
  }

  private async end(): Promise<void> {
    const { starting } = this;
    this.waiting?.abort();
    if (this.child) {
      this.become('stopping');
      await this.child.end();
      this.child = undefined;
    }
    // A restart that waited must have ended before the next start.
    await starting?.catch(() => {});
    this.forgetState();
    this.become('stopped');
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

  private forgetState(): void {
    if (this.stateFiles) closeStateFiles(this.stateFiles);
    this.stateFiles = undefined;
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
    this.starting = this.revive(how, this.crashes.crashed(), { options, address, stops }).finally(() => {
      this.starting = undefined;
    });
    // `problem` has the reason. Nobody needs to wait for a restart.
    this.starting.catch(() => {});
  }

  /** @param waitMs milliseconds to wait; undefined if it is given up */
  private async revive(how: string, waitMs: number | undefined, lost: LostServer): Promise<ServerAddress> {
    const { options, address, stops } = lost;
    if (waitMs === undefined) throw this.fail(crashed(how), stops);
    // The files do not hold the current state, so new ones are opened.
    const isKept = this.stateFiles !== undefined && this.keepingTrouble === undefined;
    const state = isKept ? 'with its state' : 'without its state, which could not be kept';
    const moment = waitMs === 0 ? 'now' : `in ${waitMs / 1000} s`;
    this.launch.onLog(`The dev session server ended by itself (${how}). It is started again ${moment}, ${state}.`);
    if (this.keepingTrouble !== undefined) this.openState();
    if (waitMs > 0) await this.wait(waitMs, stops);
    const { url, controlUrl, controlToken, externalPlatformUrl } = address;
    const before = {
      controlToken,
      platformPort: portOf(externalPlatformUrl),
      controlPort: portOf(controlUrl),
    };
    try {
      return await this.run({ kind: 'start', options: { ...options, port: portOf(url) }, before }, stops);
    } catch (error) {
      const { problem } = startErrorOf(error);
      if (problem.code !== 'not-started' || this.stops !== stops) throw this.fail(error, stops);
      return await this.revive(problem.message, this.crashes.failedToStart(), lost);
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
    this.forgetState();
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

function crashed(how: string): ServerStartError {
  const message = `The dev session server crashed and cannot be started again (${how.replace(/\.$/, '')}); its log says why. Start it when that is mended: it begins anew, with the session files only.`;
  return new ServerStartError({ code: 'crashed', message });
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'https:' ? 443 : 80));
}
