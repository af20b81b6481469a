import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JournalEntry } from '../../src/core/protocol/journal';
import type { Mail } from '../../src/core/protocol/mail';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import type { MobileSessions, RefreshReport } from '../../src/core/systems/mobile/mobileSession';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import type { MobileOptions } from '../../src/server/systems/mobile/mobileOptions';
import { type Answer, call } from './httpCall';
import { during, perTest } from './perTest';

export interface Request {
  readonly token?: string | undefined;
  /** Text and bytes are sent unchanged, everything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A dev session server with a new MobileApps folder. Tests call it over HTTP, and control it through its control API.
 */
export class MobileHarness {
  private constructor(
    readonly folder: string,
    private readonly server: DevServer,
    readonly control: HttpControlClient,
    /** The lines that the server has logged. */
    readonly logs: readonly string[],
  ) {}

  /** @param files that are in the folder before the server starts */
  static async start(mobile: MobileOptions = {}, files: Record<string, string> = {}): Promise<MobileHarness> {
    const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-mobile-')));
    const folder = path.join(root, 'MobileApps');
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const logs: string[] = [];
    try {
      const server = await DevServer.start({ mobileApps: folder, mobile }, { log: (line) => logs.push(line) });
      return new MobileHarness(folder, server, new HttpControlClient(server.address()), logs);
    } catch (error) {
      fs.rmSync(root, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return this.server.address().url;
  }

  async stop(): Promise<void> {
    await this.server.close();
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }

  get(target: string, request: Request = {}): Promise<Answer> {
    return this.request('GET', target, request);
  }

  post(target: string, request: Request = {}): Promise<Answer> {
    return this.request('POST', target, request);
  }

  /** @param target path and query, sent unchanged, or a whole address of this server, as in a mail */
  request(method: string, target: string, { token, body, headers = {} }: Request = {}): Promise<Answer> {
    return call(this.url, {
      method,
      path: target.startsWith(this.url) ? target.slice(this.url.length) : target,
      headers: {
        'X-QMobile': '1',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      body,
    });
  }

  async advance(ms: number): Promise<void> {
    await this.control.moveClock({ advanceMs: ms });
  }

  refresh(): Promise<RefreshReport> {
    return this.control.ask(MOBILE_CALLS.refresh());
  }

  sessions(): Promise<MobileSessions> {
    return this.control.ask(MOBILE_CALLS.list());
  }

  outbox(): Promise<readonly Mail[]> {
    return this.control.outbox();
  }

  /** The journal entries of the mobile face. */
  async journal(): Promise<readonly JournalEntry[]> {
    return (await this.control.journal()).entries.filter(({ face }) => face === 'mobile');
  }

  /** The journal entry of the last request. */
  async lastEntry(): Promise<JournalEntry> {
    const entry = (await this.journal()).at(-1);
    assert.ok(entry, 'the journal is empty');
    return entry;
  }

  /** The reason codes of the last answer. */
  async rules(): Promise<string[]> {
    return (await this.lastEntry()).causes.map(({ rule }) => rule);
  }

  /** Reads a file in the MobileApps folder. Undefined when it does not exist. */
  read(file: string): string | undefined {
    const whole = path.join(this.folder, file);
    return fs.existsSync(whole) ? fs.readFileSync(whole, 'utf8') : undefined;
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  remove(file: string): void {
    fs.rmSync(path.join(this.folder, file));
  }

  /** Relative paths of all files in the folder of this test, which contains the MobileApps folder. */
  files(): string[] {
    const root = path.dirname(this.folder);
    return fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();
  }
}

/** A server for each test of a suite. */
export function mobileServer(options: MobileOptions = {}): () => MobileHarness {
  return perTest(() => MobileHarness.start(options));
}

/** A server for one test. */
export function withServer(
  options: MobileOptions,
  run: (server: MobileHarness) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  return during(MobileHarness.start(options, files), run);
}
