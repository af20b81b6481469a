import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ControlCallError } from '../../src/server/client/controlClient';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { patientFetch } from '../../src/server/client/patientFetch';

describe('a call of the control API with an end', () => {
  const services: [what: string, handle: (response: http.ServerResponse) => void][] = [
    ['never answers', () => {}],
    ['begins an answer and does not end it', (response) => response.writeHead(200).write('{"entries": [')],
    ['begins a refusal and does not end it', (response) => response.writeHead(500).write('{"error": ')],
  ];
  for (const [what, handle] of services) {
    it(`a service that ${what} is not waited for without end`, async () => {
      const asked: number[] = [];
      const waits: (() => void)[] = [];
      const server = http.createServer((_request, response) => {
        handle(response);
        // The client has what was written before, or has not: both must end.
        setImmediate(() => waits.splice(0).map((run) => run()));
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const controlUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_workbench/v1`;
      const patient = patientFetch(20_000, (run, ms) => {
        asked.push(ms);
        waits.push(run);
      });
      try {
        await assert.rejects(
          new HttpControlClient({ controlUrl, controlToken: 't' }, patient).journal(0, 1),
          (error: ControlCallError) =>
            error instanceof ControlCallError && error.code === 'no-answer' && !error.message.includes('\n'),
        );
        assert.deepEqual(asked, [20_000]);
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }

  it('a call that is given up says how long it has waited, and a signal of the caller still ends it', async () => {
    const server = http.createServer(() => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = { controlUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, controlToken: 't' };
    const late = patientFetch(20_000, (run) => setImmediate(run));
    try {
      await assert.rejects(new HttpControlClient(address, late).journal(), {
        message: 'The dev session server does not answer: no whole answer came within 20 s.',
      });
      const never = new HttpControlClient(
        address,
        patientFetch(20_000, () => {}),
      );
      await assert.rejects(never.nextEntries(0, 1, AbortSignal.abort(new Error('enough'))), /enough/);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
