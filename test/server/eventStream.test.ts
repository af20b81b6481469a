import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ServerChange } from '../../src/core/protocol/state';
import { EventStream } from '../../src/server/kernel/control/eventStream';
import { ServerView } from '../../src/server/kernel/control/serverView';
import { Snapshots } from '../../src/server/kernel/control/snapshot';
import { KernelState } from '../../src/server/kernel/kernelState';
import { mustNotFail } from './fakeTime';
import { laggingStore } from './laggingStore';
import { ownStores } from './ownStore';

const MAIL = { to: 'a@example.com', subject: '', html: '', text: '' };
const ENTRY = {
  at: '',
  face: 'web' as const,
  actor: { ip: '' },
  method: 'GET',
  url: '/',
  request: { headers: {}, bodyBytes: 0 },
  status: 200,
  response: { headers: {}, bodyBytes: 0 },
  ms: 1,
  causes: [],
  changes: [],
  cookies: [],
};

describe('A stream of changes over a store that answers late', () => {
  const ownStore = ownStores();

  it('a stream tells of each entry and each mail once, in its snapshot or after it, however late the store answers', async () => {
    const { store: inner, clock } = ownStore();
    const store = laggingStore(inner);
    const kernel = await KernelState.open(store, clock, { onError: mustNotFail });
    const snapshots = new Snapshots({ clock, store, systems: [], plugins: [] });
    const view = new ServerView({ ...kernel, clock, systems: [], snapshots }, () => ({
      url: '',
      externalPlatformUrl: '',
      lanUrls: [],
    }));
    const streams: { readonly changes: ServerChange[]; readonly stream: EventStream }[] = [];
    const begin = () => {
      const changes: ServerChange[] = [];
      const write = (text: string) => {
        const data = /^data: (.*)$/m.exec(text)?.[1];
        if (data !== undefined) changes.push(JSON.parse(data));
        return true;
      };
      const response = Object.assign(new EventEmitter(), { writeHead: () => {}, write, end: () => {} });
      const stream = new EventStream(response as unknown as ServerResponse, view, 60_000, mustNotFail);
      streams.push({ changes, stream });
    };
    const count = 50;
    for (let i = 1; i <= count; i++) {
      void kernel.journal.add({ size: 1, write: () => structuredClone(ENTRY) });
      void kernel.outbox.send(MAIL);
      if (i % 5 === 0) begin();
      await nextTurn();
    }
    // All is told by then: each call takes two turns.
    for (let i = 0; i < 20; i++) await nextTurn();
    const all = Array.from({ length: count }, (_, at) => at + 1);
    for (const { changes, stream } of streams) {
      assert.equal(changes[0]?.kind, 'snapshot');
      const entries = changes.flatMap((change) => {
        if (change.kind === 'snapshot') return change.state.journal.map(({ id }) => id);
        return change.kind === 'journal' ? [change.entry.id] : [];
      });
      assert.deepEqual(entries, all);
      const mails = changes.flatMap((change) => {
        if (change.kind === 'snapshot') return change.state.outbox.map(({ id }) => id);
        return change.kind === 'mail' ? [change.mail.id] : [];
      });
      assert.deepEqual(
        mails,
        all.map((number) => `mail-${number}`),
      );
      stream.dispose();
    }
    view.dispose();
    kernel.dispose();
  });
});
