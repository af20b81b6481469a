import { DisposableStore } from '../../core/base/disposableStore';
import { Emitter } from '../../core/base/event';
import type { ServerAddress, ServerStatus } from '../../core/protocol/address';
import type { ServerProblem } from '../../core/protocol/serverProblem';
import type { ServerProcess, ServerRunner } from '../../server/client/serverProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { ServerStoppedError } from '../../server/kernel/start/startErrors';

/** The process of a server, whose code is loaded at the first start. Before that, it is one that was never started. */
export class LateServerProcess implements ServerProcess {
  private readonly changed = new Emitter<ServerStatus>();
  readonly onDidChange = this.changed.event;
  private readonly warningChanged = new Emitter<void>();
  readonly onDidChangeWarning = this.warningChanged.event;
  private readonly following = new DisposableStore();
  private process: ServerProcess | undefined;
  private loading: Promise<ServerProcess> | undefined;
  /** Number of calls of `stop`. A start that still loads does not go on after one. */
  private stops = 0;

  constructor(private readonly load: () => Promise<ServerProcess>) {}

  get status(): ServerStatus {
    return this.process?.status ?? 'stopped';
  }

  get address(): ServerAddress | undefined {
    return this.process?.address;
  }

  get problem(): ServerProblem | undefined {
    return this.process?.problem;
  }

  get warning(): string | undefined {
    return this.process?.warning;
  }

  get joined(): ServerRunner | undefined {
    return this.process?.joined;
  }

  async start(options: ServerOptions): Promise<ServerAddress> {
    if (this.process) return this.process.start(options);
    const { stops } = this;
    const process = await this.loaded();
    if (stops !== this.stops) throw new ServerStoppedError();
    return process.start(options);
  }

  async stop(options?: { readonly keepsState?: boolean }): Promise<void> {
    this.stops++;
    await this.process?.stop(options);
  }

  dispose(): void {
    this.stops++;
    void this.following.dispose();
    this.process?.dispose();
    this.changed.dispose();
    this.warningChanged.dispose();
  }

  private loaded(): Promise<ServerProcess> {
    this.loading ??= this.load().then(
      (process) => {
        this.process = process;
        this.following.add(process.onDidChange((status) => this.changed.fire(status)));
        this.following.add(process.onDidChangeWarning(() => this.warningChanged.fire()));
        return process;
      },
      (error: unknown) => {
        this.loading = undefined;
        throw error;
      },
    );
    return this.loading;
  }
}
