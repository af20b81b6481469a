import assert from 'node:assert/strict';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { DevServer } from '../../src/server/devServer';
import { preferredWaitMs } from '../../src/server/kernel/answer/preferredWait';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

describe('those who wait for the next entries of the journal', () => {
  const start = devServers();
  const never = new AbortController().signal;
  let server: DevServer;
  let control: Control;
  let client: HttpControlClient;

  beforeEach(async () => {
    server = await start({ web: {} });
    control = new Control(server.address());
    client = new HttpControlClient(server.address());
  });

  const ask = (path: string) => call(`${server.address().url}${path}`);
  /** What is told after a known entry, without a wait if there is something. */
  const told = async (after: number, limit = 100) => {
    const { entries, ...page } = await client.nextEntries(after, limit, never);
    return { ...page, last: entries.at(-1)?.id ?? after, urls: entries.map(({ url }) => url) };
  };

  it('a client that waits for the journal gets what is there at once, in pages', async () => {
    for (const path of ['/a', '/b', '/c']) await ask(path);
    const first = await told(0, 2);
    assert.deepEqual([first.urls, first.more, first.dropped], [['/a', '/b'], true, 0]);
    assert.deepEqual((await told(first.last)).urls, ['/c']);
  });

  it('a client that waits for the journal gets the next entry when it comes', async () => {
    await ask('/a');
    const { last } = await told(0);
    const next = told(last);
    await ask('/b');
    assert.deepEqual((await next).urls, ['/b']);
  });

  it('a wait for the journal ends with an empty page when its time is over', async () => {
    const { controlUrl, controlToken } = server.address();
    const headers = { authorization: `Bearer ${controlToken}`, prefer: 'wait=0' };
    const { json } = await call(`${controlUrl}/journal`, { headers });
    assert.deepEqual(json, { entries: [], dropped: 0, more: false });
  });

  it('a server that is closed ends the waits for its journal', async () => {
    const waiting = client.nextEntries(0, 1, never).then(
      ({ entries }) => entries.length,
      () => 'ended',
    );
    // It waits when a later call was answered.
    await control.get('/faults');
    await server.close();
    assert.notEqual(await waiting, undefined);
  });

  it('a client that goes away ends its wait for the journal', async () => {
    const gone = new AbortController();
    const waiting = client.nextEntries(0, 1, gone.signal);
    gone.abort();
    await assert.rejects(waiting);
  });

  it('a client that waits for the journal gets what a reset took away before it was read, and nothing twice', async () => {
    await ask('/a');
    const { last } = await told(0);
    for (const path of ['/b', '/c']) await ask(path);
    await control.post('/reset');
    await ask('/d');
    const urls: string[] = [];
    let after = last;
    while (!urls.includes('/d')) {
      const page = await told(after, 1);
      assert.equal(page.dropped, 0);
      urls.push(...page.urls);
      after = page.last;
    }
    assert.deepEqual(urls, ['/b', '/c', '/_workbench/v1/reset', '/d']);
  });

  it('a client that waits for the journal is not told what a snapshot puts in', async () => {
    for (const path of ['/a', '/b']) await ask(path);
    const { json: snapshot } = await control.get('/snapshot');
    const { last } = await told(0);
    for (let times = 0; times < 2; times++) await control.call('PUT', '/snapshot', snapshot);
    await ask('/c');
    const urls: string[] = [];
    for (let after = last; !urls.includes('/c'); ) {
      const page = await told(after);
      assert.equal(page.dropped, 0);
      urls.push(...page.urls);
      after = page.last;
    }
    assert.deepEqual(urls, ['/_workbench/v1/snapshot', '/_workbench/v1/snapshot', '/c']);
  });

  it('a client that waits for the journal is told how many entries came faster than they were read', async () => {
    await ask('/a');
    const { last } = await told(0);
    for (let times = 0; times < 100; times++) await Promise.all(Array.from({ length: 21 }, () => ask('/b')));
    const { dropped, urls } = await told(last, 1);
    assert.deepEqual([dropped, urls], [100, ['/b']]);
  });

  for (const [header, ms] of [
    [undefined, undefined],
    ['', undefined],
    ['wait', undefined],
    ['wait=', undefined],
    ['wait=-1', undefined],
    ['wait=1.5', undefined],
    ['await=5', undefined],
    ['wait=0', 0],
    ['wait=10', 10_000],
    ['Wait = 10', 10_000],
    ['wait="10"', 10_000],
    ['respond-async, wait=10', 10_000],
    ['wait=10;x, return=minimal', 10_000],
    ['wait=999999999', 25_000],
  ] as const) {
    it(`the header Prefer with ${JSON.stringify(header) ?? 'nothing'} asks for a wait of ${ms ?? 'no'} milliseconds`, () => {
      assert.equal(preferredWaitMs(header), ms);
    });
  }
});
