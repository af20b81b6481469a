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
export function devServer({
  externalOf = async (url) => url,
  program = PROGRAM,
  runtime = process.execPath,
  connect = (address) => new HttpControlClient(address),
  within = (own) => own,
}: DevServerParts = {}): DevServerController {
  const child = new ServerChildProcess({
    program,
    runtime,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    onLog: () => {},
  });
  return new DevServerController(within(child), connect, QUIET, () => SLICES, externalOf);
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
