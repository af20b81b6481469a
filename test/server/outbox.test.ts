import assert from 'node:assert/strict';
import type { Mail } from '../../src/core/protocol/mail';
import type { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MailOutbox } from '../../src/server/kernel/outbox/mailOutbox';
import type { Store } from '../../src/server/kernel/store/store';
import { ownStores } from './ownStore';

describe('The outbox', () => {
  const ownStore = ownStores();
  let clock: VirtualClock;
  let store: Store;

  beforeEach(() => {
    ({ clock, store } = ownStore());
  });

  const mail = (subject: string) => ({ to: 'a@example.com', subject, html: '<p>x</p>', text: 'x', code: '493021' });
  const ids = (mails: readonly Mail[]) => mails.map(({ id }) => id);

  it('the outbox keeps a mail with its id and its virtual time, and tells', async () => {
    const outbox = new MailOutbox(store, clock);
    const heard: Mail[] = [];
    outbox.onDidSend((sent) => heard.push(sent));
    clock.move({ advanceMs: 60_000 });
    const sent = await outbox.send(mail('first'));
    assert.deepEqual(sent, { ...mail('first'), id: 'mail-1', at: '2026-01-01T00:01:00.000Z' });
    assert.deepEqual(heard, [sent]);
    assert.deepEqual(await outbox.mails(), [sent]);
  });

  it('the outbox lets the oldest mail go', async () => {
    const outbox = new MailOutbox(store, clock, 2);
    for (const subject of ['a', 'b', 'c']) await outbox.send(mail(subject));
    assert.deepEqual(ids(await outbox.mails()), ['mail-2', 'mail-3']);
  });

  it('the list of mails does not change under its reader', async () => {
    const outbox = new MailOutbox(store, clock);
    const before = await outbox.mails();
    await outbox.send(mail('a'));
    assert.deepEqual(before, []);
  });

  it('the outbox is restored with a snapshot, and gives no id twice', async () => {
    const outbox = new MailOutbox(store, clock);
    await outbox.send(mail('a'));
    const snapshot = JSON.parse(JSON.stringify(await store.snapshot()));
    await store.restore({ entries: [], logs: [] });
    assert.deepEqual(await outbox.mails(), []);
    assert.equal((await outbox.send(mail('b'))).id, 'mail-2');
    await store.restore(snapshot);
    assert.deepEqual(ids(await outbox.mails()), ['mail-1']);
    assert.equal((await outbox.send(mail('c'))).id, 'mail-4');
    assert.deepEqual(ids(await outbox.mails()), ['mail-1', 'mail-4']);
  });
});
