import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { type SendRules, sendHttp } from '../../src/scenario/sendHttp';
import { whileAsked } from '../../src/server/kernel/answer/whileAsked';

/** More than the number from which on Node warns of a leak. */
const MANY = 40;

describe('One signal or connection for many requests', () => {
  const warnings: string[] = [];
  const hear = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);

  beforeEach(() => {
    warnings.length = 0;
    process.on('warning', hear);
  });
  afterEach(() => {
    process.off('warning', hear);
  });

  /** Warnings are told a turn later. */
  const heard = async () => {
    await turn();
    return warnings;
  };

  it('requests that share a signal are sent at once without a warning of Node, and leave no listener', async () => {
    const waiting: http.ServerResponse[] = [];
    const server = http.createServer((_, response) => {
      waiting.push(response);
      if (waiting.length === MANY) for (const each of waiting) each.end('x');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const { signal } = new AbortController();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const rules: SendRules = { signal, limitMs: 600_000, bytes: { left: 1_000_000 } };
      const answers = await Promise.all(
        Array.from({ length: MANY }, () => sendHttp({ method: 'GET', url, headers: [['Host', 'localhost']] }, rules)),
      );
      assert.ok(answers.every(({ body }) => body === 'x'));
      assert.deepEqual(await heard(), []);
      // A request ends with its connection, which closes after the answer.
      while (getEventListeners(signal, 'abort').length > 0) await turn();
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('requests that one connection sends without waiting for answers cause no warning of Node, and end with it', async () => {
    const socket = new net.Socket();
    const before = socket.listenerCount('close');
    const ends: (() => void)[] = [];
    const aborted: boolean[] = [];
    const asked = (end: number) =>
      whileAsked({ raw: { socket } } as unknown as Parameters<typeof whileAsked>[0], async (signal) => {
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve());
          ends[end] = resolve;
        });
        aborted[end] = signal.aborted;
      });
    const runs = Array.from({ length: MANY }, (_, at) => asked(at));
    assert.deepEqual(await heard(), []);
    ends[0]?.();
    await runs[0];
    socket.destroy();
    await Promise.all(runs);
    assert.deepEqual([aborted[0], aborted.slice(1).every(Boolean)], [false, true]);
    assert.equal(socket.listenerCount('close'), before);
  });
});
