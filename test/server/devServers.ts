import http from 'node:http';
import net from 'node:net';
import type { ServerAddress } from '../../src/core/protocol/address';
import { DevServer, type ServerRuntime } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/options';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Of a JSON answer. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for, and asserts on it
  readonly json: any;
}

export interface Call {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  /** Sent as it is; anything but text and bytes as JSON. */
  readonly body?: unknown;
  /** The address to come from. */
  readonly from?: string;
}

/** One request on a connection of its own, with every header as the test says: `fetch` would not let it say `Host`. */
export function call(url: string, { method = 'GET', headers = {}, body, from }: Call = {}): Promise<Answer> {
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const isJson = bytes !== body;
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      {
        method,
        agent: false,
        headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
        ...(from !== undefined && { localAddress: from }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Sends text over a connection of its own, and resolves with all that came back when the server ends it. */
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

/** Calls of the control API, with the token. */
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

/** Servers that end with the test that started them. */
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

/** Asks again until the answer is the one that is waited for. */
export async function until<T>(ask: () => Promise<T> | T, isIt: (value: T) => boolean, limitMs = 30_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await ask();
    if (isIt(value)) return value;
    if (Date.now() > end) throw new Error(`waited in vain; last: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
