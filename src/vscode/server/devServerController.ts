import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerChange, ServerState } from '../../core/protocol/state';
import { applyChanges } from '../../core/server/serverState';
import type { AnySlice } from '../../core/server/systemSlice';
import type { ControlClient } from '../../server/client/controlClient';
import type { ServerProcess, ServerRunner } from '../../server/client/serverProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { startErrorOf } from '../../server/kernel/start/startErrors';
import { nodeTimers } from '../host/timers';
import { externalUrl, foreignHost } from './externalUrl';

/** Changes are collected for this time, which is shorter than anybody can notice. */
const TOGETHER_MS = 50;

/** Changes that came together, with the states before and after; undefined if there was no state. */
export interface StateDelta {
  readonly before: ServerState | undefined;
  readonly after: ServerState | undefined;
  readonly changes: readonly ServerChange[];
}

/** What the user should know of a server that runs well, or that is stopped. */
export interface ServerRemark {
  /** Whether settings have changed that count after a restart. */
  readonly isOutdated?: boolean;
  /** The port that it had the last time, if another program has that one now. */
  readonly takenPort?: number | undefined;
  /** Who runs it, if this window has only joined it. */
  readonly joined?: ServerRunner | undefined;
  /** While none runs here: one that another window or command runs on a folder of this one, and that can be joined. */
  readonly elsewhere?: ForeignServer | undefined;
}

/** A server that another window or command runs on a folder of this one. */
export interface ForeignServer {
  readonly folder: string;
  readonly url: string;
  readonly runner: ServerRunner;
}

/**
 * The dev session server of this window: its process, its control API while it runs, and its state, which is kept up to
 * date. Whether, where and with which options it starts is decided elsewhere.
 */
export class DevServerController implements vscode.Disposable {
  private readonly statusChanged = new vscode.EventEmitter<ServerStatus>();
  /** `running` is reported after the state has arrived, or when it cannot be read. */
  readonly onDidChangeStatus = this.statusChanged.event;
  private readonly stateChanged = new vscode.EventEmitter<StateDelta>();
  readonly onDidChangeState = this.stateChanged.event;

  private readonly failed = new vscode.EventEmitter<ServerRunner | undefined>();
  /**
   * Fires when the server fails by itself, and with who ran it when one that was joined has ended there. A failed start is
   * reported by `start` instead.
   */
  readonly onDidFail = this.failed.event;

  private live: ServerState | undefined;
  private waiting: ServerChange[] = [];
  private readonly together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.applyWaiting());
  private following: { readonly client: ControlClient; readonly end: AbortController } | undefined;
  private given: ServerOptions | undefined;
  private starting: Promise<ServerAddress> | undefined;
  /** Why it does not run, if the process cannot know the reason. */
  private trouble: ServerProblem | undefined;
  private stopRequested = false;
  private lastStatus: ServerStatus = 'stopped';
  private lastProblem: ServerProblem | undefined;
  private lastRunner: ServerRunner | undefined;
  private external: string | undefined;
  private runs = 0;
  private lastWarning: string | undefined;
  private told: ServerRemark = {};
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly process: ServerProcess,
    private readonly connect: (address: ServerAddress) => ControlClient,
    private readonly log: Pick<vscode.LogOutputChannel, 'info' | 'warn'>,
    /** How the slices of the emulated systems change. It is asked when there is a state. */
    private readonly slices: () => readonly AnySlice[],
    /** Replaced in tests, to act as a remote window. */
    private readonly externalOf: (url: string) => Promise<string> = externalUrl,
  ) {
    this.subscriptions = new DisposableStore(
      process.onDidChange(() => this.processChanged()),
      process.onDidChangeWarning(() => this.tellStatus()),
    );
  }

  /** A start that needs two processes (see `start`) counts as one `starting`. */
  get status(): ServerStatus {
    if (this.problem) return 'failed';
    if (this.starting && !this.stopRequested) return 'starting';
    return this.process.status;
  }

  /** Why it failed, while it is failed. */
  get problem(): ServerProblem | undefined {
    return this.trouble ?? this.process.problem;
  }

  /** A problem that does not stop it from running. */
  get warning(): string | undefined {
    return this.process.warning;
  }

  /** What was remarked on the server. */
  get remark(): ServerRemark {
    return this.told;
  }

  /** Adds to what is remarked on the server. It is forgotten at the next start. */
  tellRemark(remark: ServerRemark): void {
    const isNews = Object.entries(remark).some(([name, value]) => this.told[name as keyof ServerRemark] !== value);
    this.told = { ...this.told, ...remark };
    if (isNews) this.statusChanged.fire(this.status);
  }

  /** Who runs the server, if this window has only joined it. */
  get joined(): ServerRunner | undefined {
    return this.process.joined;
  }

  get address(): ServerAddress | undefined {
    return this.process.address;
  }

  /** The address for the user's browser, if it differs from the server's own: in a remote window or a container. */
  get externalAddress(): string | undefined {
    return this.external;
  }

  /** The control API, while the server runs. */
  get client(): ControlClient | undefined {
    return this.following?.client;
  }

  /** The state, while the server runs and has sent it. */
  get state(): ServerState | undefined {
    return this.live;
  }

  /** The options of the last start; undefined before the first. */
  get options(): ServerOptions | undefined {
    return this.given;
  }

  /** The number of starts in this window. Ids in the journal start again with each. */
  get run(): number {
    return this.runs;
  }

  /**
   * Starts the server. Resolves when it runs and its state has arrived; if it already runs, nothing happens. If the
   * browser reaches it under another name, it is started a second time with that name as an allowed host, because the
   * name is known only after the port. Rejects with the error of the process; `problem` has its details.
   */
  start(options: ServerOptions): Promise<ServerAddress> {
    const { status, address } = this.process;
    if (!this.starting && status === 'running' && address) return Promise.resolve(address);
    this.starting ??= this.startOnce(options).finally(() => {
      this.starting = undefined;
      this.tellStatus();
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    this.stopRequested = true;
    this.trouble = undefined;
    await this.end();
    this.tellStatus();
  }

  /** Reports a problem that prevents any start, like a start that failed. */
  async fail(problem: ServerProblem): Promise<void> {
    // A process that was given up keeps what it had, for the start after this one.
    if (this.process.status === 'failed') this.unfollow();
    else await this.end();
    this.trouble = problem;
    this.tellStatus();
  }

  /** The address at which the user's browser reaches a URL of the server. */
  externalUrl(url: string): Promise<string> {
    return this.externalOf(url);
  }

  /** Resolves when its process has ended. */
  async dispose(): Promise<void> {
    void this.subscriptions.dispose();
    this.unfollow();
    this.together.dispose();
    const stopped = this.process.stop();
    this.process.dispose();
    for (const each of [this.statusChanged, this.stateChanged, this.failed]) each.dispose();
    await stopped;
  }

  private async startOnce(options: ServerOptions): Promise<ServerAddress> {
    this.stopRequested = false;
    this.trouble = undefined;
    this.told = {};
    this.given = options;
    this.runs++;
    try {
      const address = await this.startKnown(options);
      if (!this.stopRequested) await this.follow(address);
      return address;
    } catch (error) {
      const failure = startErrorOf(error);
      if (!this.stopRequested && !this.problem) await this.fail(failure.problem);
      throw failure;
    }
  }

  private async end(): Promise<void> {
    this.unfollow();
    await this.process.stop();
  }

  private async startKnown(options: ServerOptions): Promise<ServerAddress> {
    const address = await this.process.start(options);
    this.external = await this.externalFor(address);
    const host = this.external === undefined ? undefined : foreignHost(this.external);
    if (host === undefined || options.allowedHosts?.includes(host) || this.stopRequested) return address;
    // It may have gone on with what a server had that was given up.
    await this.process.stop({ keepsState: true });
    const port = Number(new URL(address.url).port);
    return this.process.start({ ...options, port, allowedHosts: [...(options.allowedHosts ?? []), host] });
  }

  private async externalFor({ url }: ServerAddress): Promise<string | undefined> {
    try {
      const external = await this.externalOf(url);
      return external === url ? undefined : external;
    } catch (error) {
      this.log.warn(`The address outside of this machine is not known: ${String(error)}`);
      return undefined;
    }
  }

  private processChanged(): void {
    const { status, address, joined } = this.process;
    const runner = this.lastRunner;
    this.lastRunner = joined;
    // It was restarted after a crash, without a call of `start`.
    if (status === 'running' && address && !this.starting) void this.follow(address);
    if (status !== 'running') this.unfollow();
    this.tellStatus();
    if (status === 'failed' && !this.starting) this.failed.fire(undefined);
    if (status === 'stopped' && runner && !this.stopRequested) this.failed.fire(runner);
  }

  /** Another reason for a failure is reported too, and so is a warning. */
  private tellStatus(): void {
    const { status, problem, warning } = this;
    if (status === this.lastStatus && problem === this.lastProblem && warning === this.lastWarning) return;
    this.lastStatus = status;
    this.lastWarning = warning;
    this.lastProblem = problem;
    this.statusChanged.fire(status);
  }

  /** @returns when the first state has arrived, or cannot arrive */
  private follow(address: ServerAddress): Promise<void> {
    this.unfollow();
    const following = { client: this.connect(address), end: new AbortController() };
    this.following = following;
    return new Promise((resolve) => {
      const onChange = (change: ServerChange) => {
        if (this.following !== following) return;
        this.waiting.push(change);
        // The first state is applied at once, because `start` waits for it.
        if (this.live) this.together.call();
        else this.applyWaiting();
        resolve();
      };
      const onLost = (reason: string) => this.log.info(`The connection to the dev session server is lost: ${reason}`);
      following.end.signal.addEventListener('abort', () => resolve());
      following.client.follow(onChange, following.end.signal, onLost).then(resolve, (error) => {
        if (!following.end.signal.aborted) this.log.warn(`The state cannot be followed: ${String(error)}`);
        resolve();
      });
    });
  }

  private unfollow(): void {
    const { following } = this;
    this.following = undefined;
    following?.end.abort();
    this.waiting = [];
    const before = this.live;
    this.live = undefined;
    if (before) this.stateChanged.fire({ before, after: undefined, changes: [] });
  }

  private applyWaiting(): void {
    const changes = this.waiting;
    this.waiting = [];
    const before = this.live;
    const after = applyChanges(before, changes, this.slices());
    if (after === before) return;
    this.live = after;
    this.stateChanged.fire({ before, after, changes });
  }
}
