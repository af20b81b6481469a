import assert from 'node:assert/strict';
import type { ServerAddress } from '../../src/core/protocol/address';
import { happenedByItself, type JournalEntry } from '../../src/core/protocol/journal';
import { DevServer } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { ServerRuntime } from '../../src/server/serverRuntime';
import { Control } from '../server/devServers';
import type { Answer } from '../server/httpCall';

/** A dev session server whose tests are about one system: called over real HTTP, driven by its control API. */
export class SystemHarness {
  readonly control: Control;

  /** @param log the lines of its log */
  protected constructor(
    private readonly server: DevServer,
    readonly log: readonly string[],
    private readonly system: string,
  ) {
    this.control = new Control(server.address());
  }

  /** Starts a server and makes its harness. Time passes only when a test says so. */
  protected static async started<T extends SystemHarness>(
    options: ServerOptions,
    runtime: Partial<ServerRuntime>,
    harnessOf: (server: DevServer, log: readonly string[]) => T,
  ): Promise<T> {
    const lines: string[] = [];
    const server = await DevServer.start(options, { log: (line) => lines.push(line), ...runtime });
    const harness = harnessOf(server, lines);
    await harness.control.post('/clock', { pause: true });
    return harness;
  }

  get address(): ServerAddress {
    return this.server.address();
  }

  get url(): string {
    return this.server.address().url;
  }

  stop(): Promise<void> {
    return this.server.close();
  }

  async advance(ms: number): Promise<void> {
    assert.equal((await this.control.post('/clock', { advanceMs: ms })).status, 200);
  }

  patchUser(name: string, patch: object): Promise<Answer> {
    return this.control.call('PATCH', `/${this.system}/users/${name}`, patch);
  }

  async lastEntry(): Promise<JournalEntry> {
    const { entries } = (await this.control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
    const entry = entries.filter((each) => each.face === this.system && !happenedByItself(each)).at(-1);
    assert.ok(entry, `the system ${this.system} has answered nothing`);
    return entry;
  }

  /** Why the last request was answered as it was. */
  async rules(): Promise<string[]> {
    return (await this.lastEntry()).causes.map(({ rule }) => rule);
  }
}
