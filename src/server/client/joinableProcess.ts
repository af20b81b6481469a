import type { Timers } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { Emitter } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerOptions } from '../kernel/options/options';
import type { ServedFolders } from './servedFolders';
import type { ServerProcess, ServerRunner } from './serverProcess';

/** Whoever started a joined server may stop it. That is looked for at this interval. */
const LOOK_MS = 2_000;

/** A server that another window or program runs, and that this one has joined. */
interface Joined {
  readonly folder: string;
  readonly address: ServerAddress;
  readonly runner: ServerRunner;
}

/** What a joinable process needs. */
export interface JoinableParts {
  readonly own: ServerProcess;
  readonly served: Pick<ServedFolders, 'announce' | 'find' | 'isServed'>;
  /** The folder that a server with these options serves. */
  readonly folderOf: (options: ServerOptions) => string | undefined;
  /** Who runs the servers that are started here, as people know it. */
  readonly by: () => string;
  readonly timers: Timers;
  readonly log: (line: string) => void;
}

/**
 * The process of a server: one of its own, unless another of this user serves the same folder already. Two servers on one
 * folder would overwrite what the other one writes. A joined server goes on when it is stopped here.
 */
export class JoinableProcess implements ServerProcess {
  private readonly changed = new Emitter<ServerStatus>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeWarning: ServerProcess['onDidChangeWarning'];
  private readonly subscriptions: DisposableStore;
  private current: Joined | undefined;
  private looking: unknown;
  private takeBack: (() => Promise<void>) | undefined;
  /** The folder of the server that was started here. */
  private folder: string | undefined;
  private isStarting = false;
  private turn: Promise<void> = Promise.resolve();
  private stops = 0;

  constructor(private readonly parts: JoinableParts) {
    const { own } = parts;
    this.onDidChangeWarning = own.onDidChangeWarning;
    this.subscriptions = new DisposableStore(
      own.onDidChange((status) => {
        if (status === 'stopped' || status === 'failed') void this.unannounce();
        // After a crash it is another process.
        const { address } = own;
        if (status === 'running' && address && !this.isStarting) void this.announce(address);
        this.changed.fire(status);
      }),
    );
  }

  get status(): ServerStatus {
    return this.current ? 'running' : this.parts.own.status;
  }

  get address(): ServerAddress | undefined {
    return this.current?.address ?? this.parts.own.address;
  }

  get problem(): ServerProblem | undefined {
    return this.current ? undefined : this.parts.own.problem;
  }

  get warning(): string | undefined {
    return this.current ? undefined : this.parts.own.warning;
  }

  get joined(): ServerRunner | undefined {
    return this.current?.runner;
  }

  async start(options: ServerOptions): Promise<ServerAddress> {
    if (this.current) return this.current.address;
    const { own, served, folderOf, log } = this.parts;
    const folder = folderOf(options);
    const { stops } = this;
    const found = folder !== undefined && own.status !== 'running' ? await served.find(folder) : undefined;
    if (folder !== undefined && found && stops === this.stops) {
      log(`The process ${found.pid} serves this folder already at ${found.url}. This window joins it.`);
      this.current = { folder, address: found, runner: { pid: found.pid, by: found.by } };
      this.lookLater();
      this.changed.fire('running');
      return found;
    }
    this.folder = folder;
    this.isStarting = true;
    try {
      const address = await own.start(options);
      await this.announce(address);
      return address;
    } finally {
      this.isStarting = false;
    }
  }

  async stop(options?: { readonly keepsState?: boolean }): Promise<void> {
    this.stops++;
    if (this.current) return this.leave();
    await this.unannounce();
    await this.parts.own.stop(options);
  }

  dispose(): void {
    this.parts.timers.stop(this.looking);
    this.current = undefined;
    void this.unannounce();
    void this.subscriptions.dispose();
    this.parts.own.dispose();
    this.changed.dispose();
  }

  private leave(): void {
    this.parts.timers.stop(this.looking);
    this.current = undefined;
    this.changed.fire('stopped');
  }

  private lookLater(): void {
    this.looking = this.parts.timers.start(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    const { current } = this;
    if (!current) return;
    const isServed = await this.parts.served.isServed(current.folder, current.address);
    if (this.current !== current) return;
    if (isServed) this.lookLater();
    else {
      this.parts.log('The server that this window has joined was stopped.');
      this.leave();
    }
  }

  private announce(address: ServerAddress): Promise<void> {
    return this.inTurn(async () => {
      await this.takeBackNow();
      await this.tell(address);
    });
  }

  private unannounce(): Promise<void> {
    return this.inTurn(() => this.takeBackNow());
  }

  /** One after the other: what is being told must not outlast what takes it back. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work);
    return this.turn;
  }

  /** A server that cannot be told of runs all the same. */
  private async tell(address: ServerAddress): Promise<void> {
    const { folder } = this;
    if (folder === undefined || this.parts.own.address !== address) return;
    try {
      this.takeBack = await this.parts.served.announce(folder, { ...address, by: this.parts.by() });
    } catch (error) {
      this.parts.log(`Other windows are not told of the server: ${(error as Error).message}`);
    }
  }

  private async takeBackNow(): Promise<void> {
    const { takeBack } = this;
    this.takeBack = undefined;
    await takeBack?.().catch(() => {});
  }
}
