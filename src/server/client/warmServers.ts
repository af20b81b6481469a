import path from 'node:path';
import type { Timers } from '../../core/base/coalesce';
import type { Disposes } from '../../core/base/disposableStore';
import type { ServerAddress } from '../../core/protocol/address';
import type { ServerOptions } from '../kernel/options/options';
import { ServerStoppedError } from '../kernel/start/startErrors';
import { absoluteOptions } from './absoluteOptions';
import type { RestartTime } from './crashes';
import { PortLocks } from './portLocks';
import { ServerChildProcess } from './serverChildProcess';
import type { ServerLaunch } from './serverProcess';

/** How long processes wait for the next run, and the timers for it. */
export interface WarmTime {
  readonly timers: Timers;
  /** Real milliseconds from the end of the last run. */
  readonly idleMs: number;
}

/** A server that runs for one purpose. */
export interface OwnServer {
  readonly address: ServerAddress;
  /** Resolves when nothing of the server is left. */
  stop(): Promise<void>;
}

/** What differs from one run to the next. */
interface Purpose {
  readonly onLog: (line: string) => void;
  readonly backups: string;
}

/**
 * Processes of dist/server.js that have one server after the other. Each server is a new one, with options, state, clock
 * and control token of its own, so it finds nothing of those before. Only the code stays loaded, which is most of a start.
 * A process that crashed, hangs or was killed is replaced.
 *
 * As many run at the same time as there are calls. Servers that ask for the same port wait for each other.
 */
export class WarmServers implements Disposes {
  private readonly resting: WarmServer[] = [];
  private readonly all = new Set<WarmServer>();
  private readonly ports = new PortLocks();
  private runs = 0;
  private timer: unknown;
  private hasEnded = false;

  /**
   * @param time without it, processes wait for the next run until `dispose`
   * @param restartTime of each process; real time by default
   */
  constructor(
    private readonly launch: Omit<ServerLaunch, 'onLog' | 'backups'>,
    private readonly time?: WarmTime,
    private readonly restartTime?: RestartTime,
  ) {}

  /**
   * Starts a dev session server for one purpose, to be stopped afterwards.
   * @param onLog receives the lines that the server writes
   * @param options in the form of schemas/server.schema.json
   * @param folder base of the relative paths in the options
   * @param scratch temporary folder, used in place of the user's state folder
   * @param assertPath called with each path in the options, by the name of its option; it may reject
   * @throws OptionsError
   * @throws ServerStartError
   */
  async start(
    onLog: (line: string) => void,
    options: unknown,
    folder: string,
    scratch: string,
    assertPath: (option: string, place: string) => Promise<void>,
  ): Promise<OwnServer> {
    const absolute = await absoluteOptions(options, folder, assertPath);
    const giveBack = await this.ports.take(fixedPorts(absolute));
    if (this.hasEnded) {
      giveBack();
      throw new ServerStoppedError();
    }
    this.runs++;
    this.stopTimer();
    const server = this.resting.pop() ?? new WarmServer(this.launch, this.restartTime);
    this.all.add(server);
    let isOver = false;
    const over = async (isSound: boolean) => {
      if (isOver) return;
      isOver = true;
      try {
        await this.giveBack(server, isSound);
      } finally {
        this.runs--;
        giveBack();
        this.startTimer();
      }
    };
    try {
      const address = await server.begin({ onLog, backups: path.join(scratch, 'backups') }, absolute);
      return { address, stop: () => over(true) };
    } catch (error) {
      await over(false);
      throw error;
    }
  }

  /** Ends all processes, also those with a server that runs. No call may follow. */
  async dispose(): Promise<void> {
    this.hasEnded = true;
    this.stopTimer();
    this.resting.length = 0;
    await this.endAll(this.all);
  }

  private async giveBack(server: WarmServer, isSound: boolean): Promise<void> {
    const isWarm = isSound && !this.hasEnded && (await server.rest());
    if (isWarm && !this.hasEnded) this.resting.push(server);
    else await this.endAll([server]);
  }

  private async endAll(servers: Iterable<WarmServer>): Promise<void> {
    const ending = [...servers];
    await Promise.all(ending.map((server) => server.end()));
    for (const server of ending) this.all.delete(server);
  }

  private startTimer(): void {
    if (this.runs > 0 || !this.time || this.hasEnded || this.resting.length === 0) return;
    const { timers, idleMs } = this.time;
    this.timer = timers.start(() => {
      this.timer = undefined;
      void this.endAll(this.resting.splice(0));
    }, idleMs);
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.time?.timers.stop(this.timer);
    this.timer = undefined;
  }
}

function fixedPorts({ port, platform }: ServerOptions): number[] {
  return [...new Set([port ?? 0, platform?.port ?? 0])].filter((each) => each !== 0);
}

/** One process, and for what it is used. */
class WarmServer {
  private purpose: Purpose = { onLog: () => {}, backups: '' };
  private readonly server: ServerChildProcess;

  constructor(launch: Omit<ServerLaunch, 'onLog' | 'backups'>, time?: RestartTime) {
    const purpose = () => this.purpose;
    const own: ServerLaunch = {
      ...launch,
      onLog: (line) => purpose().onLog(line),
      get backups() {
        return purpose().backups;
      },
    };
    this.server = new ServerChildProcess(own, time);
  }

  begin(purpose: Purpose, options: ServerOptions): Promise<ServerAddress> {
    this.purpose = purpose;
    return this.server.start(options);
  }

  rest(): Promise<boolean> {
    return this.server.rest();
  }

  end(): Promise<void> {
    return this.server.stop();
  }
}
