import assert from 'node:assert/strict';
import http from 'node:http';
import path from 'node:path';
import { ServerChildProcess } from '../../src/server/client/serverChildProcess';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { type Answer, type Call, call } from '../server/httpCall';
import { SmallRequests } from './smallRequests';

/** Begins the line with which a measured server tells where to ask. */
export const MEASURED = 'measured at ';
/** The path at which it tells the longest pause of its event loop. */
export const PAUSE = '/pause';
const CONNECTIONS = 16;

/**
 * A server in a process of its own, with all that it is started with for a user, whose memory can be measured. Connections
 * are kept: a new one for each of very many requests would use up the ports of the machine.
 */
export class SoakServer {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private measuredAt: string | undefined;
  private readonly child = new ServerChildProcess({
    program: path.join(__dirname, 'measuredServer.js'),
    runtime: process.execPath,
    onLog: (line) => {
      if (line.startsWith(MEASURED)) this.measuredAt = line.slice(MEASURED.length);
    },
  });

  private constructor() {}

  static async start(options: ServerOptions): Promise<SoakServer> {
    const server = new SoakServer();
    await server.child.start(options);
    return server;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.child.stop();
  }

  /** Sends a request to a face of the server. */
  call(route: string, each: Call = {}): Promise<Answer> {
    return this.send(`${this.address.url}${route}`, each);
  }

  /** Calls the control API. The answer must be 200. */
  async control(method: string, route: string, body?: unknown): Promise<Answer> {
    const { controlUrl, controlToken } = this.address;
    const headers = { authorization: `Bearer ${controlToken}` };
    const answer = await this.send(`${controlUrl}${route}`, { method, headers, body });
    assert.equal(answer.status, 200, `${method} ${route}: ${answer.text.slice(0, 500)}`);
    return answer;
  }

  async advance(advanceMs: number): Promise<void> {
    await this.control('POST', '/clock', { advanceMs });
  }

  /** Bytes that the process of the server holds after a garbage collection. */
  heldBytes(): Promise<number> {
    return this.measured('/');
  }

  /** A client of its control API. */
  smallRequests(): SmallRequests {
    return new SmallRequests(this.address);
  }

  /** Milliseconds of the longest pause of the server's event loop since its start, or since this was called last. */
  longestPause(): Promise<number> {
    return this.measured(PAUSE);
  }

  /** Does the same `times` times, as many at once as there are connections. */
  async repeat(times: number, work: (at: number) => Promise<void>): Promise<void> {
    let next = 0;
    const lane = async () => {
      while (next < times) await work(next++);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  }

  private async measured(route: string): Promise<number> {
    assert.ok(this.measuredAt, 'the server did not tell where it is measured');
    return Number((await this.send(`${this.measuredAt}${route}`, {})).text);
  }

  private get address() {
    assert.ok(this.child.address, `the server is ${this.child.status}: ${this.child.problem?.message}`);
    return this.child.address;
  }

  private send(url: string, each: Call): Promise<Answer> {
    return call(url, { ...each, agent: this.agent });
  }
}
