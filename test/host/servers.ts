import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ServerState } from '../../src/core/protocol/state';
import { SLICES } from '../../src/core/systems';
import type { ControlClient } from '../../src/server/client/controlClient';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { ServerProcess } from '../../src/server/client/serverProcess';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { DevServerController } from '../../src/vscode/server/devServerController';

const PROGRAM = path.resolve(__dirname, '../../../dist/server.js');
const QUIET = { info: () => {}, warn: () => {} };

/** What may be otherwise than in the extension. */
export interface DevServerParts {
  /** What a remote window would say. */
  readonly externalOf?: (url: string) => Promise<string>;
  readonly program?: string;
  readonly runtime?: string;
  readonly connect?: (address: ServerAddress) => ControlClient;
  /** What the process of the window is in. */
  readonly within?: (own: ServerProcess) => ServerProcess;
}

/** A server as the extension makes it, of the bundle that is shipped. */
export function devServer(parts: DevServerParts = {}): DevServerController {
  return controllerOf(ownProcess(parts), parts);
}

/**
 * Makes such servers for the tests of one suite. They have the same processes, one server after the other, since most of a
 * start is reading the program; `WarmServers` runs scenarios so.
 */
export function devServers(): (parts?: Omit<DevServerParts, 'program' | 'runtime'>) => DevServerController {
  const all: ServerChildProcess[] = [];
  const free: ServerChildProcess[] = [];
  after(() => Promise.all(all.map((each) => each.stop())));
  return (parts = {}) => {
    const own = free.pop() ?? ownProcess(parts);
    if (!all.includes(own)) all.push(own);
    return controllerOf(new LentProcess(own, () => free.push(own)), parts);
  };
}

function ownProcess({ program = PROGRAM, runtime = process.execPath }: DevServerParts): ServerChildProcess {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return new ServerChildProcess({ program, runtime, env, onLog: () => {} });
}

function controllerOf(
  own: ServerProcess,
  {
    externalOf = async (url) => url,
    connect = (address) => new HttpControlClient(address),
    within = (each) => each,
  }: DevServerParts,
): DevServerController {
  return new DevServerController(within(own), connect, QUIET, () => SLICES, externalOf);
}

/** A process that rests where others end, and that is given back when this is disposed of. */
class LentProcess implements ServerProcess {
  readonly onDidChange: ServerProcess['onDidChange'];
  readonly onDidChangeWarning: ServerProcess['onDidChangeWarning'];

  constructor(
    private readonly own: ServerChildProcess,
    private readonly giveBack: () => void,
  ) {
    ({ onDidChange: this.onDidChange, onDidChangeWarning: this.onDidChangeWarning } = own);
  }

  get status() {
    return this.own.status;
  }

  get address() {
    return this.own.address;
  }

  get problem() {
    return this.own.problem;
  }

  get warning() {
    return this.own.warning;
  }

  start(options: ServerOptions): Promise<ServerAddress> {
    return this.own.start(options);
  }

  async stop({ keepsState = false } = {}): Promise<void> {
    await (keepsState ? this.own.stop({ keepsState }) : this.own.rest());
  }

  dispose(): void {
    void this.own.rest().then(this.giveBack);
  }
}

/** Waits until the state is as wanted. The test's own time limit ends the waiting. */
export async function untilState(
  server: DevServerController,
  isWanted: (state: ServerState) => boolean,
): Promise<ServerState> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = server;
      if (!state || !isWanted(state)) return;
      subscription.dispose();
      resolve(state);
    };
    const subscription = server.onDidChangeState(look);
    look();
  });
}

/** What an app sends to log in (docs/facts/4d-mobile.md#the-login-request). */
export function login(url: string, email = 'ada@example.com', headers: Record<string, string> = {}) {
  const body = JSON.stringify({
    email,
    password: '',
    application: { id: 'com.example.Contacts', name: 'Contacts', version: '1.0' },
    team: { id: 'FAKETEAMID' },
    device: { id: 'D1', description: 'iPhone of Ada', os: 'iOS', version: '17.0' },
    language: { id: 'en_US', code: 'en', region: 'US' },
    parameters: {},
  });
  return request(`${url}/mobileapp/$authenticate`, 'POST', { 'content-type': 'application/json', ...headers }, body);
}

/** With `node:http`, which sends the Host header that it is told to. A certificate that was made for a test counts. */
export function request(
  url: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }> {
  const options = {
    method,
    headers: { 'x-qmobile': '1', ...headers },
    agent: false,
    rejectUnauthorized: false,
  } as const;
  return new Promise((resolve, reject) => {
    const sent = (url.startsWith('https:') ? https : http).request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A port that somebody else has. */
export async function takenPort(): Promise<{ port: number; close: () => Promise<void> }> {
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as net.AddressInfo;
  return { port, close: () => new Promise((resolve) => other.close(() => resolve())) };
}
