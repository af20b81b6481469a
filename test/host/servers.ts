import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import type { ServerState } from '../../src/core/protocol/state';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import { DevServerController } from '../../src/vscode/server/devServer';

const PROGRAM = path.resolve(__dirname, '../../../dist/server.js');
const QUIET = { info: () => {}, warn: () => {} };

/** A server as the extension makes it, of the bundle that is shipped; `externalOf` is what a remote window would say. */
export function devServer(externalOf: (url: string) => Promise<string> = async (url) => url): DevServerController {
  const child = new ServerChildProcess({
    program: PROGRAM,
    runtime: process.execPath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    onLog: () => {},
  });
  return new DevServerController(child, (address) => new HttpControlClient(address), QUIET, externalOf);
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

/** What an app sends to log in (facts/4d-protocol.md, D3). */
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

/** With `node:http`, which sends the Host header that it is told to. */
export function request(
  url: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method, headers: { 'x-qmobile': '1', ...headers }, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
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
