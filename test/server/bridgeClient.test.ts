import assert from 'node:assert/strict';
import { MessageChannel, Worker } from 'node:worker_threads';
import { BridgeClient } from '../../src/server/systems/web/code/bridgeClient';

/** The server's end: it wakes the client once without a reply, as a late notification does, and then replies. */
const SERVER = `
  const { workerData: { port, signal } } = require('node:worker_threads');
  const cell = new Int32Array(signal);
  port.on('message', ({ operation }) => {
    while (Atomics.notify(cell, 0) === 0);
    port.postMessage({ kind: 'result', result: operation });
    Atomics.store(cell, 0, 1);
    Atomics.notify(cell, 0);
  });
  port.postMessage('ready');
`;

describe('the bridge in the thread of WebCode', () => {
  it('a call waits for its own answer, also when it is woken by a late notification', async () => {
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    const worker = new Worker(SERVER, { eval: true, workerData: { port: port2, signal }, transferList: [port2] });
    try {
      await new Promise((resolve) => port1.once('message', resolve));
      const client = new BridgeClient(port1, signal);
      for (let run = 1; run <= 20; run++) assert.equal(client.call(run, 'isGuest'), 'isGuest');
    } finally {
      port1.close();
      await worker.terminate();
    }
  });
});
