import { once } from 'node:events';
import net from 'node:net';
import type { ServerAddress } from '../../src/core/protocol/address';
import { closeStateFiles, openStateFiles } from '../../src/server/client/openStateFiles';
import { DevServer } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { StateFiles } from '../../src/server/kernel/recovery/stateLog';
import type { ServerRuntime } from '../../src/server/serverRuntime';
import { type Answer, call } from './httpCall';

/** Sends text on a new connection. Resolves with the whole answer when the server closes the connection. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/**
 * Sends text on a new connection, and resets the connection before the server can read the text.
 * @param accepted resolves when a later connection was answered, so the server has accepted this one by then
 */
export async function hitAndRun(port: number, text: string, accepted: () => Promise<unknown>): Promise<void> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await accepted();
  socket.write(text);
  socket.resetAndDestroy();
}

/** Calls the control API, with the token. */
export class Control {
  constructor(private readonly address: ServerAddress) {}

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    const { controlUrl, controlToken } = this.address;
    return call(`${controlUrl}${path}`, { method, body, headers: { authorization: `Bearer ${controlToken}` } });
  }
}

/** Starts servers, which are closed after the test. */
export function devServers(): (options?: ServerOptions, runtime?: Partial<ServerRuntime>) => Promise<DevServer> {
  const running: DevServer[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.close();
  });
  return async (options = {}, runtime = {}) => {
    const server = await DevServer.start(options, { log: () => {}, ...runtime });
    running.push(server);
    return server;
  };
}

/** Makes files for the recovery state of servers. They are closed after the test. */
export function stateFiles(): () => StateFiles {
  const open: StateFiles[] = [];
  afterEach(() => {
    for (const files of open.splice(0)) closeStateFiles(files);
  });
  return () => {
    const files = openStateFiles();
    open.push(files);
    return files;
  };
}

/** Asks repeatedly until the answer is the expected one. */
export async function until<T>(ask: () => Promise<T> | T, isIt: (value: T) => boolean, limitMs = 90_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (isIt(value)) return value;
    if (Date.now() > end) throw new Error(`waited in vain; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
