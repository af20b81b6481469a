import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlOf } from '../../src/api/controlOf';
import type { DevServerControl } from '../../src/api/devServerControl';
import { ControlCallError } from '../../src/server/client/controlClient';
import { patientFetch } from '../../src/server/client/patientFetch';

describe('a program whose dev server hangs', () => {
  let server: http.Server;
  let control: DevServerControl;
  let asked: string[] = [];
  let waits: { readonly run: () => void; readonly ms: number }[] = [];
  let onAsked = () => {};
  before(async () => {
    server = http.createServer(({ url = '' }, response) => {
      asked.push(url);
      // It begins an answer and stops.
      if (url.endsWith('/outbox')) response.writeHead(200).write('[');
      onAsked();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const patience = (limit: number) => patientFetch(limit, (run, ms) => void waits.push({ run, ms }));
    control = controlOf({ controlUrl: `http://127.0.0.1:${port}/_workbench/v1`, controlToken: 't' }, patience);
  });
  beforeEach(() => {
    asked = [];
    waits = [];
    onAsked = () => setImmediate(() => waits.forEach(({ run }) => void run()));
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const calls: [what: string, seconds: number, call: () => Promise<unknown>][] = [
    ['state', 20, () => control.state()],
    ['clock.get', 20, () => control.clock.get()],
    ['clock.advance', 20, () => control.clock.advance('1h')],
    ['journal.list', 20, () => control.journal.list()],
    ['journal.list in part', 20, () => control.journal.list({ after: 3, limit: 1 })],
    ['outbox.list', 20, () => control.outbox.list()],
    ['faults.list', 20, () => control.faults.list()],
    ['web.sessions', 20, () => control.web.sessions()],
    ['tokens.endSession', 20, () => control.tokens.endSession('1')],
    ['ask', 20, () => control.ask({ method: 'GET', path: '/state' })],
    ['reset', 120, () => control.reset()],
    ['snapshot.take', 120, () => control.snapshot.take()],
    ['snapshot.restore', 120, () => control.snapshot.restore({})],
    ['mobile.refresh', 120, () => control.mobile.refresh()],
    ['ask for the snapshot', 120, () => control.ask({ method: 'GET', path: '/snapshot?x=1' })],
  ];
  for (const [what, seconds, call] of calls) {
    it(`control.${what} is not waited for longer than ${seconds} seconds`, async () => {
      await assert.rejects(call(), (error) => {
        assert.ok(error instanceof ControlCallError);
        assert.deepEqual([error.code, error.status], ['no-answer', 0]);
        assert.match(error.message, new RegExp(`does not answer: no whole answer came within ${seconds} s\\.$`));
        return true;
      });
      assert.deepEqual(
        waits.map(({ ms }) => ms),
        [seconds * 1000],
      );
    });
  }

  it('control.follow waits until its signal is aborted', async () => {
    const ended = new AbortController();
    onAsked = () => ended.abort();
    await control.follow(() => {}, ended.signal);
    assert.deepEqual([asked.length, waits.length], [1, 0]);
  });
});
