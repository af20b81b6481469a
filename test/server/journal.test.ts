import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { redactBody, redactHeaders, redactUrl } from '../../src/core/redaction/redactMessage';
import { declareReasons } from '../../src/core/server/declareReasons';
import { decided, noted, refused } from '../../src/core/server/reasonKinds';
import { encodeToken } from '../../src/core/session/connectionToken';
import type { Draft } from '../../src/server/kernel/journal/draft';
import { Drafts } from '../../src/server/kernel/journal/drafts';
import { entryOf, type RawExchange } from '../../src/server/kernel/journal/journalEntry';
import { noting } from '../../src/server/kernel/journal/noting';
import { JOURNAL, Journal } from '../../src/server/kernel/journal/storedJournal';
import { Trace } from '../../src/server/kernel/journal/trace';
import type { VolatileStore } from '../../src/server/kernel/store/store';
import type { StoreWatcher } from '../../src/server/kernel/store/storeWatcher';
import { countSteps } from '../support/steps';
import { ownStores } from './ownStore';

const SESSION = '0cf2b5f66e8f1b7d6ac4d81da7f2ed1c0c9e9bfa';
const OTP = '2E5D0D57751D471DB29FD110D2DCE253';
const TOKEN = encodeToken({ appNameID: 'com.contactApp.Contact', id: SESSION, teamID: 'UTT7VDX8W5' });
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'}`;

const REASONS = declareReasons('mobile', {
  'mobile.token.unknown': refused('No session has the token.'),
  'mobile.later': noted('The answer was there already.'),
  'mobile.a': decided('It is a.'),
  'mobile.b': decided('It is b.'),
});
const note = noting(REASONS);
const DECLARED = new Set([REASONS]);

describe('The journal', () => {
  const ownStore = ownStores();
  const drafts = new Drafts();
  const exchange: RawExchange = {
    method: 'POST',
    url: `/mobileapp/$verify?token=${SESSION}&lang=en`,
    route: 'POST /mobileapp/$verify',
    request: { headers: { Authorization: `Bearer ${TOKEN}` }, body: JSON.stringify({ token: TOKEN }), bodyBytes: 155 },
    status: 401,
    response: { headers: { 'content-type': 'application/json', 'content-length': 17 }, body: '', bodyBytes: 0 },
    ms: 1.5,
  };

  function entry(url = '/'): Omit<JournalEntry, 'id'> {
    return entryOf(new Trace('mobile', '127.0.0.1', DECLARED), { ...exchange, url }, Date.UTC(2026, 0, 1));
  }

  function draft(url = '/', changes: Partial<RawExchange> = {}): Draft {
    return drafts.of(
      new Trace('mobile', '127.0.0.1', DECLARED),
      { ...exchange, ...changes, url },
      Date.UTC(2026, 0, 1),
    );
  }

  function filled(journal: Journal, count: number): Journal {
    for (let i = 0; i < count; i++) journal.add(draft(`/${i}`));
    return journal;
  }

  const ids = (entries: readonly JournalEntry[]) => entries.map(({ id }) => id);

  it('the journal makes an entry of what was traced and exchanged, without secrets', () => {
    const trace = new Trace('mobile', '::1', DECLARED);
    trace.who({ session: SESSION, email: 'a@example.com' });
    note(trace, 'mobile.token.unknown', `No session in memory has the token ${TOKEN}.`);
    trace.changed('mobileSession', SESSION, 'changed', 'status: pending → accepted');
    trace.cookie('4DSID_App');
    assert.deepEqual(entryOf(trace, exchange, Date.UTC(2026, 0, 1)), {
      at: '2026-01-01T00:00:00.000Z',
      face: 'mobile',
      actor: { ip: '::1', session: SESSION, email: 'a@example.com' },
      method: 'POST',
      url: '/mobileapp/$verify?token=•••&lang=en',
      route: 'POST /mobileapp/$verify',
      request: {
        headers: { authorization: `Bearer •••${TOKEN.slice(-4)}` },
        body: '{"token":"•••"}',
        bodyBytes: 155,
      },
      status: 401,
      response: { headers: { 'content-type': 'application/json', 'content-length': '17' }, bodyBytes: 0 },
      ms: 1.5,
      causes: [{ rule: 'mobile.token.unknown', kind: 'refused', message: 'No session in memory has the token •••.' }],
      changes: [{ kind: 'mobileSession', id: SESSION, change: 'changed', detail: 'status: pending → accepted' }],
      cookies: ['4DSID_App'],
    });
  });

  it('the journal numbers entries from 1, and tells of each in its order, when the turn of the event loop is over', async () => {
    const journal = new Journal(ownStore().store);
    const heard: JournalEntry[] = [];
    journal.add(draft('/before'));
    journal.onDidAdd((added) => heard.push(added));
    const added = [journal.add(draft('/2')), journal.add(draft('/3'))];
    assert.deepEqual(heard, []);
    assert.deepEqual(await Promise.all(added), [2, 3]);
    await nextTurn();
    assert.deepEqual(heard, [
      { id: 2, ...entry('/2') },
      { id: 3, ...entry('/3') },
    ]);
    assert.deepEqual(await journal.latest(2), heard);
    journal.add(draft());
    await nextTurn();
    assert.deepEqual(ids(heard), [2, 3, 4]);
  });

  it('the journal tells nothing to a listener that comes later, and nothing twice', async () => {
    const journal = new Journal(ownStore().store);
    const heard: string[] = [];
    journal.onDidAdd(({ id }) => heard.push(`a${id}`));
    journal.add(draft());
    journal.onDidAdd(({ id }) => heard.push(`b${id}`));
    journal.add(draft());
    journal.tell();
    assert.deepEqual(heard, ['a1', 'a2', 'b2']);
    await nextTurn();
    assert.deepEqual(heard, ['a1', 'a2', 'b2']);
  });

  it('the journal tells of every entry, also when they are too many for it, or it is emptied, before the turn is over', async () => {
    const { store } = ownStore();
    const journal = new Journal(store, { maxEntries: 3 });
    const heard: number[] = [];
    journal.onDidAdd(({ id }) => heard.push(id));
    filled(journal, 10);
    store.clear(JOURNAL);
    filled(journal, 1);
    await nextTurn();
    assert.deepEqual(heard, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('when a listener fails, the journal tells the other listeners, and of the other entries', async () => {
    const errors: unknown[] = [];
    const journal = new Journal(ownStore().store, { onError: (error) => errors.push(error) });
    const heard: number[] = [];
    const failure = new Error('no');
    journal.onDidAdd(({ id }) => {
      if (id === 1) throw failure;
    });
    journal.onDidAdd(({ id }) => heard.push(id));
    filled(journal, 2);
    await nextTurn();
    assert.deepEqual([heard, errors], [[1, 2], [failure]]);
  });

  it('the journal says at each entry at once that there is one, and writes none out for that', async () => {
    const { store } = ownStore();
    const journal = new Journal(store);
    let grown = 0;
    let written = 0;
    store.watch({ ...NOBODY, waits: () => grown++ });
    const counting = (): Draft => ({
      size: 100,
      write: () => {
        written++;
        return entry();
      },
    });
    for (let i = 0; i < 3; i++) journal.add(counting());
    assert.deepEqual([grown, written], [3, 0]);
    await journal.latest(1);
    // A watcher hears of all that came before what somebody has read.
    assert.equal(written, 3);
    await journal.page();
    await store.snapshot();
    await journal.page();
    assert.equal(written, 3);
  });

  it('the journal writes out what somebody reads, and no more', async () => {
    const journal = new Journal(ownStore().store);
    let written = 0;
    const counting = { size: 100, write: () => ({ ...entry(), ms: ++written }) };
    for (let i = 0; i < 3; i++) journal.add(counting);
    await journal.latest(1);
    assert.equal(written, 1);
    await journal.page();
    await journal.page();
    assert.equal(written, 3);
  });

  it('the journal writes a large entry out at once, so that it takes no more room than what is kept of it', async () => {
    const journal = new Journal(ownStore().store, { maxBytes: 100_000 });
    const body = JSON.stringify({ filler: 'x'.repeat(80_000) });
    for (let i = 0; i < 10; i++) {
      journal.add(draft('/', { request: { headers: {}, body, bodyBytes: body.length } }));
    }
    assert.equal((await journal.latest(99)).length, 10);
  });

  it('the journal writes each exchange as it would without the exchanges before it', () => {
    const messages = fc.record({
      headers: fc.oneof(
        fc.constantFrom({}, { host: 'a' }),
        fc.dictionary(
          fc.constantFrom('authorization', 'cookie', 'host', 'x-made', 'set-cookie'),
          fc.constantFrom<string | number | string[] | undefined>('a', 'b', 17, ['a=1', 'b=2'], undefined),
        ),
      ),
      body: fc.constantFrom(undefined, '', '{"ok":true}', '{"ok":false}'),
      bodyBytes: fc.nat(20),
    });
    const exchanges = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      url: fc.constantFrom('/', '/a?b=c'),
      route: fc.constantFrom(undefined, 'GET /', 'POST /'),
      request: messages,
      status: fc.constantFrom(0, 200, 401),
      response: messages,
      ms: fc.nat(5_000_000).map((microseconds) => microseconds / 1000),
    });
    const rules = ['mobile.a', 'mobile.b'] as const;
    const clients = ['a', 'b'].map((email) => Object.freeze({ email, device: 'x' }));
    const findings = fc.record({
      ip: fc.constantFrom('::1', '::2'),
      // Systems give the same object for each request of a client that they know.
      who: fc.option(
        fc.oneof(fc.record({ email: fc.constantFrom('a', 'b') }, { requiredKeys: [] }), fc.constantFrom(...clients)),
      ),
      causes: fc.array(fc.constantFrom(...rules), { maxLength: 3 }),
      changes: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
      cookies: fc.array(fc.constantFrom('c', 'd'), { maxLength: 2 }),
    });
    const traced = ({
      ip,
      who,
      causes,
      changes,
      cookies,
    }: typeof findings extends fc.Arbitrary<infer F> ? F : never) => {
      const trace = new Trace('web', ip, DECLARED);
      if (who) trace.who(who);
      for (const rule of causes) note(trace, rule);
      for (const id of changes) trace.changed('otp', id, 'created');
      for (const name of cookies) trace.cookie(name);
      return trace;
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(exchanges, findings), { maxLength: 20 }), (all) => {
        const together = new Drafts();
        const made = all.map(([each, found]) => together.of(traced(found), each, 0));
        for (const [at, [each, found]] of all.entries()) {
          const alone = new Drafts().of(traced(found), each, 0);
          assert.deepEqual(made[at]?.write(), alone.write());
          assert.deepEqual(alone.write(), entryOf(traced(found), each, 0));
          assert.equal(made[at]?.size, alone.size);
        }
      }),
    );
  });

  it('the journal has no secrets on any way out, and no entry has what comes after the answer', async () => {
    const otp = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
    const secretTrace = () => {
      const trace = new Trace('mobile', '::1', DECLARED);
      trace.hide(otp);
      note(trace, 'mobile.token.unknown', `No session has ${TOKEN}.`);
      return trace;
    };
    const withSecrets = (): Draft => {
      const body = JSON.stringify({ token: TOKEN, looked: otp });
      const message = { headers: { Authorization: `Bearer ${TOKEN}`, 'X-Made': otp }, body, bodyBytes: body.length };
      const trace = secretTrace();
      const made = drafts.of(trace, { ...exchange, url: `/x?otp=${otp}`, request: message, response: message }, 0);
      note(trace, 'mobile.later', 'The answer was there already.');
      trace.changed('later', 'x', 'changed');
      trace.cookie('later');
      trace.who({ email: 'later@example.com' });
      return made;
    };
    // Each way out by a journal of its own, as what was written out once stays so.
    const ways: ((journal: Journal, store: VolatileStore) => unknown)[] = [
      (journal) => journal.page(),
      (journal) => journal.latest(5),
      (_, store) => store.snapshot(),
      async (journal) => {
        const heard: JournalEntry[] = [];
        journal.onDidAdd((added) => heard.push(added));
        journal.add(withSecrets());
        await nextTurn();
        return heard;
      },
      async (_, store) => {
        const { store: other } = ownStore();
        await other.restore(await store.snapshot());
        return new Journal(other).page();
      },
      (_, store) =>
        watched(
          (watcher) => store.watch(watcher),
          () => store.tellMinor(),
        ),
      (_, store) =>
        watched((watcher) => {
          const steps = store.tellAll(watcher);
          while (!steps.next().done);
        }),
      async (journal, store) => {
        const heard: unknown[] = [];
        store.followLog(JOURNAL, ({ value }) => heard.push(value));
        await journal.add(withSecrets());
        return heard;
      },
    ];
    for (const way of ways) {
      const { store } = ownStore();
      const journal = new Journal(store);
      journal.add(withSecrets());
      const out = JSON.stringify(await way(journal, store));
      assert.match(out, /mobile\.token\.unknown/);
      for (const secret of [TOKEN, otp, 'later']) assert.ok(!out.includes(secret), `${way}: ${secret}`);
    }
  });

  it('the journal gives pages that follow one another, until there is no more', async () => {
    const journal = filled(new Journal(ownStore().store), 5);
    const read = async (after: number, limit: number) => {
      const { entries, dropped, more } = await journal.page(after, limit);
      return [ids(entries), dropped, more];
    };
    assert.deepEqual(await read(0, 2), [[1, 2], 0, true]);
    assert.deepEqual(await read(2, 2), [[3, 4], 0, true]);
    assert.deepEqual(await read(4, 2), [[5], 0, false]);
    assert.deepEqual(await read(5, 2), [[], 0, false]);
    assert.deepEqual(await read(99, 2), [[], 0, false]);
    assert.deepEqual(await read(-1, 9), [[1, 2, 3, 4, 5], 0, false]);
    assert.deepEqual(await read(3, 0), [[], 0, true]);
    assert.deepEqual(ids((await journal.page()).entries), [1, 2, 3, 4, 5]);
    assert.deepEqual(ids(await journal.latest(2)), [4, 5]);
    assert.deepEqual(ids(await journal.latest(0)), []);
    assert.deepEqual(ids(await journal.latest(99)), [1, 2, 3, 4, 5]);
  });

  it('the journal lets the oldest entry go beyond so many, and says how many a reader has missed', async () => {
    const journal = filled(new Journal(ownStore().store, { maxEntries: 3 }), 10);
    assert.deepEqual(ids(await journal.latest(99)), [8, 9, 10]);
    const page = await journal.page(4, 2);
    assert.deepEqual([ids(page.entries), page.dropped, page.more], [[8, 9], 3, true]);
    assert.equal((await journal.page(7)).dropped, 0);
    assert.equal((await journal.page(9)).dropped, 0);
  });

  it('the journal lets the oldest entry go beyond so many bytes, but never the youngest', async () => {
    const { size } = draft();
    // So what is written out is within the bound too.
    assert.ok(JSON.stringify(entry()).length <= size);
    const journal = filled(new Journal(ownStore().store, { maxBytes: 10 * size }), 100);
    const kept = (await journal.latest(100)).length;
    assert.ok(kept >= 7 && kept <= 13, `${kept} entries`);
    journal.add(draft(`/${'x'.repeat(20 * size)}`));
    assert.deepEqual(ids(await journal.latest(100)), [101]);
    journal.add(draft());
    assert.deepEqual(ids(await journal.latest(100)), [102]);
  });

  it('the journal goes on counting after it was cleared', async () => {
    const { store } = ownStore();
    const journal = filled(new Journal(store), 3);
    await store.clear(JOURNAL);
    assert.deepEqual(await journal.page(1), { entries: [], dropped: 2, more: false });
    assert.equal(await journal.add(draft()), 4);
  });

  it('the journal is restored with a snapshot, and gives no id twice', async () => {
    const { store } = ownStore();
    const journal = filled(new Journal(store), 3);
    const snapshot = JSON.parse(JSON.stringify(await store.snapshot()));
    const { store: otherStore } = ownStore();
    const other = new Journal(otherStore);
    await otherStore.restore(snapshot);
    assert.deepEqual(await otherStore.snapshot(), snapshot);
    assert.equal(await other.add(draft()), 4);

    filled(journal, 2);
    await store.restore(snapshot);
    assert.deepEqual(
      (await journal.latest(9)).map(({ id, url }) => [id, url]),
      [
        [6, '/0'],
        [7, '/1'],
        [8, '/2'],
      ],
    );
  });
});

/** A watcher that does nothing. */
const NOBODY: StoreWatcher = {
  put() {},
  removed() {},
  appended() {},
  cleared() {},
  replaced() {},
  settle() {},
  waits() {},
};

/** The calls that a watcher of a store gets for its logs, as texts. */
function watched(watch: (watcher: StoreWatcher) => unknown, then: () => void = () => {}): string[] {
  const told: string[] = [];
  watch({ ...NOBODY, appended: (_log, _id, json) => told.push(json) });
  then();
  return told;
}

describe('Redaction of headers', () => {
  const cases: [name: string, value: string | string[], shown: string][] = [
    ['Authorization', `Bearer ${TOKEN}`, `Bearer •••${TOKEN.slice(-4)}`],
    ['Authorization', 'Bearer short', 'Bearer •••'],
    ['Authorization', 'Bearer ', 'Bearer'],
    ['Authorization', `Basic ${Buffer.from('somebody:a very long password').toString('base64')}`, 'Basic •••'],
    ['Authorization', 'Digest username="me", response="0123456789abcdef0123456789abcdef"', 'Digest •••'],
    ['Authorization', 'hunter2 and more', '•••'],
    ['Proxy-Authorization', 'Basic YTpi', 'Basic •••'],
    ['Cookie', '4DSID_App=0123456789ABCDEF; a=1;b=', '4DSID_App=•••; a=•••;b='],
    ['Cookie', 'without a name', '•••'],
    [
      'Set-Cookie',
      ['4DSID_App=ABC; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
      '4DSID_App=•••; Path=/; HttpOnly; SameSite=Strict; Max-Age=3600\nb=•••; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
    ],
    ['Set-Cookie', 'a=1; b=2; Path=/, c=3', 'a=•••; b=•••; Path=•••'],
    ['X-Csrf-Token', 'abc', '•••'],
    ['X-QMobile-Debug-Token', 'abc', '•••'],
    ['X-Api-Key', 'abc', '•••'],
    ['X-QMobile', '1', '1'],
    ['WWW-Authenticate', 'Bearer error="invalid_token", realm="dev"', 'Bearer error="invalid_token", realm="dev"'],
    ['Location', `/done?state=${OTP}&page=2#top`, '/done?state=•••&page=2#top'],
    ['Referer', `http://localhost:8080/x?$4DSID=${OTP}`, 'http://localhost:8080/x?$4DSID=•••'],
    [
      'Location',
      `https://a.example/#access_token=${JWT}&token_type=Bearer`,
      'https://a.example/#access_token=•••&token_type=Bearer',
    ],
    ['X-Forwarded-For', '::ffff:192.168.5.4', '::ffff:192.168.5.4'],
    ['X-Session', SESSION, SESSION],
    ['X-Anything', `look: ${JWT}`, 'look: •••'],
    ['User-Agent', 'Contact/1.0 (iPhone; iOS 17.2; Scale/3.00)', 'Contact/1.0 (iPhone; iOS 17.2; Scale/3.00)'],
  ];
  for (const [name, value, shown] of cases)
    it(`a header is shown as ${name}: ${shown.replaceAll('\n', ' | ').slice(0, 60)}`, () => {
      assert.deepEqual(redactHeaders({ [name]: value }), { [name.toLowerCase()]: shown });
    });
});

describe('Redaction of URLs', () => {
  const cases: [url: string, shown: string][] = [
    ['/', '/'],
    ['/mobileapp/$info/sessionInfo', '/mobileapp/$info/sessionInfo'],
    [`/start/done?$4DSID=${OTP}`, '/start/done?$4DSID=•••'],
    [`/start/done?%244DSID=${OTP}`, '/start/done?%244DSID=•••'],
    [`/activation?token=${SESSION}&lang=en`, '/activation?token=•••&lang=en'],
    [
      `/cb?state=${OTP}&code=4/abc&otp=1&TOKEN=x&password=a,b&client_secret=y`,
      '/cb?state=•••&code=•••&otp=•••&TOKEN=•••&password=•••&client_secret=•••',
    ],
    ['/pair?code=4821', '/pair?code=•••'],
    ['/cb?state=&code', '/cb?state=&code'],
    [`/mobileapp/sessions?id=${SESSION}`, `/mobileapp/sessions?id=${SESSION}`],
    [
      `/go?to=${encodeURIComponent(`https://a.example/cb?state=${OTP}&x=1`)}&y=2`,
      `/go?to=${encodeURIComponent('https://a.example/cb?state=')}•••${encodeURIComponent('&x=1')}&y=2`,
    ],
    [
      `/rest/Cls/restore?$params=${encodeURIComponent(`["${OTP}"]`)}`,
      `/rest/Cls/restore?$params=${encodeURIComponent('["')}•••${encodeURIComponent('"]')}`,
    ],
    ['/rest/Cls/find?$params=%5B%22Smith%22%2C7%5D', '/rest/Cls/find?$params=%5B%22•••%22%2C7%5D'],
    ['/rest/Cls?$params=%5B%22Smith%22%5D', '/rest/Cls?$params=%5B%22Smith%22%5D'],
    ['/broken?a=%E0%A4%A&token=x', '/broken?a=%E0%A4%A&token=•••'],
    ['http://me:secret@a.example/x', 'http://me:•••@a.example/x'],
    [`/x/${TOKEN}`, '/x/•••'],
    [`/x?y=${encodeURIComponent(`${TOKEN}==`)}`, '/x?y=•••'],
  ];
  for (const [url, shown] of cases)
    it(`a URL is shown as ${shown.slice(0, 80)}`, () => {
      assert.equal(redactUrl(url), shown);
    });

  it('redaction looks into URLs that are inside URLs, and covers what is too deep to look', () => {
    let url = `/cb?otp=${OTP}`;
    for (let i = 0; i < 12; i++) {
      url = `/go?to=${encodeURIComponent(url)}`;
      assert.ok(!redactUrl(url).includes(OTP), url);
    }
  });
});

describe('Redaction of bodies', () => {
  it('redaction covers what has a secret name in JSON, and leaves the rest as it was sent', () => {
    const body = `{ "email":"a@example.com",  "password" : "hunter2",
  "session": {"id":"${SESSION}", "ip":"::1"}, "big":12345678901234567890,
  "token":"${TOKEN}", "team":{"id":"UTT7VDX8W5"}, "language":{"id":"es_419","code":"es-419"}, "status":"accepted"}`;
    assert.equal(redactBody(body), body.replace('hunter2', '•••').replace(TOKEN, '•••'));
  });

  const json: [what: string, value: unknown, shown: unknown][] = [
    [
      'tokens of OAuth',
      { access_token: 'abc', refresh_token: 'def', id_token: JWT, token_type: 'Bearer', expires_in: 3600 },
      { access_token: '•••', refresh_token: '•••', id_token: '•••', token_type: 'Bearer', expires_in: 3600 },
    ],
    [
      'names in any writing',
      { accessToken: 'a', 'Access-Token': 'b', AUTHTOKEN: 'c', client_secret: 'd', newPassword: 'e' },
      { accessToken: '•••', 'Access-Token': '•••', AUTHTOKEN: '•••', client_secret: '•••', newPassword: '•••' },
    ],
    [
      'a push token',
      { device: { token: 'ab'.repeat(32), id: 'x', simulator: false } },
      { device: { token: '•••', id: 'x', simulator: false } },
    ],
    ['what a pending answer says for a token', { id: SESSION, token: null }, { id: SESSION, token: null }],
    ['an empty token', { token: '', success: true }, { token: '', success: true }],
    [
      'numbers',
      { otp: 493021, pin: 1234, password: 1, tokens: 3 },
      { otp: '•••', pin: '•••', password: '•••', tokens: 3 },
    ],
    [
      'lists and objects',
      { tokens: ['a', ['b']], cookie: { name: '4DSID_App', value: 'x' } },
      { tokens: ['•••', ['•••']], cookie: { name: '4DSID_App', value: '•••' } },
    ],
    [
      'codes that are secret',
      { code: '493021', verificationCode: 'A1', user: { code: 493021 } },
      { code: '•••', verificationCode: '•••', user: { code: '•••' } },
    ],
    [
      'codes that are not',
      {
        code: 'en',
        country: { code: 'FR' },
        error: { code: 'token-missing-1234567', message: 'm' },
        errors: [{ code: 1901 }],
        mobi: { code: 4 },
        finding: { code: 'mobi/1' },
        errCode: 1913,
      },
      {
        code: 'en',
        country: { code: 'FR' },
        error: { code: 'token-missing-1234567', message: 'm' },
        errors: [{ code: 1901 }],
        mobi: { code: 4 },
        finding: { code: 'mobi/1' },
        errCode: 1913,
      },
    ],
    [
      'a state that is a passcode, and one that is none',
      [{ state: OTP }, { state: 'Locked' }],
      [{ state: '•••' }, { state: 'Locked' }],
    ],
    [
      'URLs in texts',
      { link: `http://localhost/activation?token=${SESSION}&a=1`, url: '/x?a=1' },
      { link: 'http://localhost/activation?token=•••&a=1', url: '/x?a=1' },
    ],
    [
      'JSON in texts',
      {
        inner: JSON.stringify({ password: 'hun"ter2', a: 1 }),
        deeper: JSON.stringify(JSON.stringify({ token: 'abc', a: 1 })),
      },
      { inner: '{"password":"•••","a":1}', deeper: '"{\\"token\\":\\"•••\\",\\"a\\":1}"' },
    ],
    [
      'times that are named after secrets',
      {
        passwordChangedAt: '2026-01-01T09:00:00.000Z',
        client_secret_expires_at: 1893456000,
        refreshToken: { issuedAt: '2026-01-01T09:00:00Z', value: 'abc' },
        'token-until': '2026-01-01',
        password_format: 'hunter2',
        passwordSetAt: 'hunter2',
        passwordUsedAt: 4711,
        password: '2026-01-01T09:00:00.000Z',
        chatPassword: '2026-01-01',
      },
      {
        passwordChangedAt: '2026-01-01T09:00:00.000Z',
        client_secret_expires_at: 1893456000,
        refreshToken: { issuedAt: '2026-01-01T09:00:00Z', value: '•••' },
        'token-until': '2026-01-01',
        password_format: '•••',
        passwordSetAt: '•••',
        passwordUsedAt: '•••',
        password: '•••',
        chatPassword: '•••',
      },
    ],
    ['keys', { [TOKEN]: 1, [SESSION]: 2 }, { '•••': 1, [SESSION]: 2 }],
    [
      'a passcode that a mail spells out',
      {
        text: 'Your code: 493021, valid until 10:30.',
        html: '<p>Your code is <b style="font-size:24px">A1B2C3</b></p>',
        other: '493021 is your verification code',
      },
      {
        text: 'Your code: •••, valid until 10:30.',
        html: '<p>Your code is <b style="font-size:24px">•••</b></p>',
        other: '••• is your verification code',
      },
    ],
    [
      'messages',
      { message: 'The server answered with error code 1913: no session has this token.' },
      { message: 'The server answered with error code 1913: no session has this token.' },
    ],
    ['a text alone', JWT, '•••'],
    [
      'headers in texts',
      { curl: `curl -H 'Authorization: Bearer ${TOKEN}' http://x/` },
      { curl: `curl -H 'Authorization: Bearer •••' http://x/` },
    ],
  ];
  for (const [what, value, shown] of json)
    it(`redaction covers the secrets of a body, and no more, in JSON: ${what}`, () => {
      assert.equal(redactBody(JSON.stringify(value)), JSON.stringify(shown));
    });

  const texts: [what: string, body: string, shown: string, type?: string][] = [
    [
      'a form',
      `grant_type=refresh_token&refresh_token=abc&state=${OTP}&scope=a%20b`,
      'grant_type=refresh_token&refresh_token=•••&state=•••&scope=a%20b',
      'application/x-www-form-urlencoded; charset=utf-8',
    ],
    [
      'a form that does not say so',
      'email=a%40example.com&password=hunter2&code=abc',
      'email=a%40example.com&password=•••&code=•••',
    ],
    [
      'JSON that is broken',
      '{"email":"a@example.com,"password":"hun\\"ter2","token": "abc',
      '{"email":"a@example.com,"password":"•••","token": "•••"',
    ],
    ['JSON with a key twice', '{"token":"abc","token":"def"}', '{"token":"•••","token":"•••"}'],
    ['JSON without quotes', '{email: x, token: abc, tokens: [a, b]}', '{email: x, token: •••'],
    [
      'lines',
      'Authorization: Bearer abc\r\nHost: x\r\nPassword: my pass word\r\n',
      'Authorization: •••\r\nHost: x\r\nPassword: •••\r\n',
    ],
    [
      'HTML',
      `<a href="http://x/activation?a=1&amp;token=${SESSION}">x</a><input type="hidden" name="csrf" value="abc"><input value='def' type="password"><input name="email" value="a@b">`,
      '<a href="http://x/activation?a=1&amp;token=•••">x</a><input type="hidden" name="csrf" value="•••"><input value="•••" type="password"><input name="email" value="a@b">',
      'text/html',
    ],
    [
      'XML',
      '<login><user>me</user><password>hunter2</password></login>',
      '<login><user>me</user><password>•••</password></login>',
      'application/xml',
    ],
    [
      'parts of a form',
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n•••\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--',
      'multipart/form-data; boundary=b',
    ],
    ['a session id', `session ${SESSION} was evicted`, `session ${SESSION} was evicted`],
    ['a key in hexadecimal', 'ab'.repeat(32), '•••'],
    [
      'a page of the server',
      'Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: 4D/20.5.0 (Build 0.101864)\r\nUser-Agent: x @ ::1\r\n',
      'Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: 4D/20.5.0 (Build 0.101864)\r\nUser-Agent: x @ ::1\r\n',
    ],
  ];
  for (const [what, body, shown, type] of texts)
    it(`redaction covers the secrets of a body, and no more, in text: ${what}`, () => {
      assert.equal(redactBody(body, type), shown);
    });

  it('redaction cuts after it has covered, so that no half of a secret is left', () => {
    const secrets = ['hunter2hunter2hunter2', TOKEN, JWT, 'ab'.repeat(32)];
    const around = [
      (filler: string, secret: string) => JSON.stringify({ filler, password: secret, more: 'x'.repeat(100) }),
      (filler: string, secret: string) => `{"filler":"${filler}","password":"${secret}`,
      (filler: string, secret: string) => `filler=${filler}&password=${secret}&more=${'x'.repeat(100)}`,
      (filler: string, secret: string) => `${filler} password=${secret} ${'x '.repeat(5000)}`,
    ];
    const anyFiller = fc.oneof(fc.nat(120), fc.integer({ min: 500, max: 700 }));
    fc.assert(
      fc.property(fc.constantFrom(...secrets), fc.constantFrom(...around), anyFiller, (secret, wrap, length) => {
        const body = wrap('y'.repeat(length), secret);
        for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
          const shown = redactBody(body, type, 100);
          assert.ok(shown.length <= 100);
          assert.ok(!shown.includes(secret.slice(0, 4)), shown);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('redaction shows where it cut, and cuts no character in two', () => {
    assert.equal(redactBody('abcdef', '', 6), 'abcdef');
    assert.equal(redactBody('abcdefg', '', 6), 'abcde…');
    assert.equal(redactBody('abcd😀efg', '', 6), 'abcd…');
    assert.equal(redactBody('x'.repeat(5000)).length, 4096);
  });

  it('redaction covers the secrets of any JSON, wherever they are', () => {
    const secret = 'Zq7Zq7Zq7Zq7';
    const withSecret = fc.record({
      token: fc.oneof(fc.constant(secret), fc.array(fc.constant(secret)), fc.record({ a: fc.constant(secret) })),
      other: fc.jsonValue(),
    });
    fc.assert(
      fc.property(withSecret, fc.nat(20), fc.constantFrom('', '  ', '\t'), (value, depth, indent) => {
        let wrapped: unknown = value;
        for (let i = 0; i < depth; i++) wrapped = i % 2 ? [wrapped] : { inner: wrapped };
        const shown = redactBody(JSON.stringify(wrapped, null, indent), 'application/json', 1e6);
        assert.ok(!shown.includes(secret), shown);
        JSON.parse(shown);
      }),
    );
  });

  // What its patterns cost is shown by `npm run bench`.
  it('redaction takes fewer steps than a text has characters, however it is made to take long', async () => {
    const evil = [
      'a=',
      '<a ',
      '%3D',
      'code<',
      '"a ',
      '\\',
      'name="x"\n',
      '://a:',
      'A',
      'ey',
      '[',
      '{"a":',
      'a%253D',
      'a;',
      ' ',
      'token ',
      'token: a\n',
      '"token": "a",',
      'token=a&',
      "token='a'",
    ];
    for (const part of evil) {
      const body = part.repeat(Math.ceil(1_000_000 / part.length));
      const steps = await countSteps(() => {
        redactBody(body);
        redactBody(body.slice(0, 200_000), 'application/x-www-form-urlencoded');
        redactBody(JSON.stringify({ text: body.slice(0, 16_000) }));
        redactUrl(`/${body.slice(0, 16_000)}?${body.slice(0, 16_000)}`);
      });
      assert.ok(steps.all < body.length, `${JSON.stringify(part)} took ${steps.all} steps`);
    }
  });
});
