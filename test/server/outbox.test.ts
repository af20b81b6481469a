import assert from 'node:assert/strict';
import type { Mail } from '../../src/core/protocol/outbox';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MailOutbox } from '../../src/server/kernel/outbox/mailOutbox';
import { FakeTime, mustNotFail } from './fakeTime';

describe('The outbox', () => {
  let clock: VirtualClock;

  beforeEach(() => {
    clock = new VirtualClock(mustNotFail, new FakeTime());
  });
  afterEach(() => clock.dispose());

  const mail = (subject: string) => ({ to: 'a@example.com', subject, html: '<p>x</p>', text: 'x', code: '493021' });
  const ids = (mails: readonly Mail[]) => mails.map(({ id }) => id);

  it('the outbox keeps a mail with its id and its virtual time, and tells', () => {
    const outbox = new MailOutbox(clock);
    const heard: Mail[] = [];
    outbox.onDidSend((sent) => heard.push(sent));
    clock.move({ advanceMs: 60_000 });
    const sent = outbox.send(mail('first'));
    assert.deepEqual(sent, { ...mail('first'), id: 'mail-1', at: '2026-01-01T00:01:00.000Z' });
    assert.deepEqual(heard, [sent]);
    assert.deepEqual(outbox.mails(), [sent]);
  });

  it('the outbox lets the oldest mail go', () => {
    const outbox = new MailOutbox(clock, 2);
    for (const subject of ['a', 'b', 'c']) outbox.send(mail(subject));
    assert.deepEqual(ids(outbox.mails()), ['mail-2', 'mail-3']);
  });

  it('the list of mails does not change under its reader', () => {
    const outbox = new MailOutbox(clock);
    const before = outbox.mails();
    outbox.send(mail('a'));
    assert.deepEqual(before, []);
  });

  it('the outbox goes out and in again, and gives no id twice', () => {
    const outbox = new MailOutbox(clock);
    outbox.send(mail('a'));
    const snapshot = JSON.parse(JSON.stringify(outbox.snapshot()));
    outbox.clear();
    assert.deepEqual(outbox.mails(), []);
    assert.equal(outbox.send(mail('b')).id, 'mail-2');
    outbox.restore(snapshot);
    assert.deepEqual(ids(outbox.mails()), ['mail-1']);
    assert.equal(outbox.send(mail('c')).id, 'mail-3');
  });
});
