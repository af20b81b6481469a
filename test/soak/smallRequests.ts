import http from 'node:http';
import type { ServerAddress } from '../../src/core/protocol/address';
import { call } from '../server/httpCall';

/**
 * A client that asks a server for one entry of its journal, again and again, while others use it. The longest wait is a
 * figure for people: it has in it what keeps this process busy, and nothing is wrong on a busy machine.
 */
export class SmallRequests {
  private longest = 0;
  private answered = 0;
  private isOver = false;
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  private readonly asking: Promise<void>;

  constructor(private readonly address: Pick<ServerAddress, 'controlUrl' | 'controlToken'>) {
    this.asking = this.ask();
  }

  /** @returns the milliseconds of the longest wait for an answer, and the number of answers */
  async end(): Promise<SmallWaits> {
    this.isOver = true;
    await this.asking;
    this.agent.destroy();
    return { longestMs: Math.round(this.longest), answered: this.answered };
  }

  private async ask(): Promise<void> {
    const { controlUrl, controlToken } = this.address;
    const headers = { authorization: `Bearer ${controlToken}` };
    while (!this.isOver) {
      const began = performance.now();
      try {
        await call(`${controlUrl}/journal?limit=1`, { headers, agent: this.agent });
      } catch {
        // The server was killed. What it owes is asked of it by those who load it.
        continue;
      }
      this.answered++;
      this.longest = Math.max(this.longest, performance.now() - began);
    }
  }
}

export interface SmallWaits {
  readonly longestMs: number;
  readonly answered: number;
}
