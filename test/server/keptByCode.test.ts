import assert from 'node:assert/strict';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { assertNamesOption } from '../support/namedOption';
import { WebHarness } from './webHarness';

interface Greedy {
  /** What the code does for each request. */
  readonly code: string;
  /** The option that the refusal names. */
  readonly option: string;
  /** The last part of the reason code. */
  readonly reason?: 'threw' | 'tooLarge';
}

/** The options are small, so that little is enough. */
const SESSION_LIMITS = { userName: 100, privilegesKb: 2, storageKb: 8, sharedStorageKb: 8, allSessionsMb: 1 };
const CODE_LIMITS = { callKb: 32, headersKb: 2, messageKb: 1 };

const names = (count: number) => `Array.from({ length: ${count} }, (_, at) => 'name' + at)`;
const header = (length: number) =>
  `const m = new OutgoingMessage(); m.setHeader('X-A', 'b'.repeat(${length})); return m;`;

const GREEDY: Readonly<Record<string, Greedy>> = {
  'a long user name': {
    code: `Session.setPrivileges({ userName: 'u'.repeat(101) });`,
    option: 'web.sessionLimits.userName',
  },
  'many privileges': {
    code: `Session.setPrivileges({ privileges: ${names(1000)} });`,
    option: 'web.sessionLimits.privilegesKb',
  },
  'many roles': { code: `Session.setPrivileges({ roles: ${names(1000)} });`, option: 'web.sessionLimits.privilegesKb' },
  'many privileges in a text': {
    code: `Session.setPrivileges(${names(1000)}.join(','));`,
    option: 'web.sessionLimits.privilegesKb',
  },
  'many privileges, a few in each call': {
    code: `for (let at = 0; ; at++) Session.setPrivileges('one more name ' + at);`,
    option: 'web.sessionLimits.privilegesKb',
  },
  'more privileges than a call can have': {
    code: `Session.setPrivileges(${names(100_000)});`,
    option: 'web.codeLimits.callKb',
  },
  'a large storage': {
    code: `Use(Session.storage, () => { Session.storage.text = 'z'.repeat(9000); });`,
    option: 'web.sessionLimits.storageKb',
  },
  'a storage that grows': {
    code: `for (let at = 0; ; at++) Use(Session.storage, () => { Session.storage[at] = 'z'.repeat(100); });`,
    option: 'web.sessionLimits.storageKb',
  },
  'a storage with long keys': {
    code: `Use(Session.storage, () => { Session.storage['k'.repeat(9000)] = 1; });`,
    option: 'web.sessionLimits.storageKb',
  },
  'a storage larger than a call can have': {
    code: `Use(Session.storage, () => { Session.storage.text = 'z'.repeat(1_000_000); });`,
    option: 'web.codeLimits.callKb',
  },
  'a large shared Storage': {
    code: `Use(Storage, () => { Storage.text = 'z'.repeat(9000); });`,
    option: 'web.sessionLimits.sharedStorageKb',
  },
  'a shared Storage that grows': {
    code: `for (let at = 0; ; at++) Use(Storage, () => { Storage['key' + at] = 'z'.repeat(500); });`,
    option: 'web.sessionLimits.sharedStorageKb',
  },
  'a long passcode': { code: `Session.restore('x'.repeat(100_000));`, option: 'web.codeLimits.callKb' },
  'a long name of a privilege': { code: `Session.promote('x'.repeat(100_000));`, option: 'web.codeLimits.callKb' },
  'a long header': { code: header(5000), option: 'web.codeLimits.headersKb', reason: 'tooLarge' },
  'a header of megabytes': { code: header(5_000_000), option: 'web.codeLimits.headersKb', reason: 'tooLarge' },
  'many headers': {
    code: `const m = new OutgoingMessage(); for (let at = 0; at < 1000; at++) m.setHeader('X-' + at, 'b'); return m;`,
    option: 'web.codeLimits.headersKb',
    reason: 'tooLarge',
  },
  'a long message': { code: `throw new Error('E'.repeat(5000));`, option: 'web.codeLimits.messageKb' },
  'a message of megabytes': { code: `throw new Error('E'.repeat(30_000_000));`, option: 'web.codeLimits.messageKb' },
  'a thrown text of megabytes': { code: `throw 'E'.repeat(30_000_000);`, option: 'web.codeLimits.messageKb' },
  'a message of megabytes with names of secrets': {
    code: `throw new Error('password=a&'.repeat(1_000_000));`,
    option: 'web.codeLimits.messageKb',
  },
};

const LONGEST_ANSWER = 2048;

describe('What the code of a project keeps and hands over', () => {
  const running: WebHarness[] = [];
  const cases = Object.entries(GREEDY);
  const more = {
    good: `Session.setPrivileges({ userName: 'u'.repeat(100), privileges: ${names(100)} });
      Use(Session.storage, () => { Session.storage.text = 'z'.repeat(7000); });`,
    less: `Session.setPrivileges({ userName: 'less' }); Use(Session.storage, () => { Session.storage.text = 'a'.repeat(10_000); });`,
    passcodes: `for (let at = 0; at < 10; at++) Session.createOTP();`,
  };

  async function start(options: ServerOptions['web'] = {}): Promise<WebHarness> {
    const methods = [...cases.map(([, { code }], at) => [`case${at}`, code]), ...Object.entries(more)];
    const server = await WebHarness.start(
      { codeTimeoutMs: 600_000, codeLimits: CODE_LIMITS, sessionLimits: SESSION_LIMITS, ...options },
      {
        // Without rules every name is a privilege.
        'Project/Sources/roles.json': '',
        'Project/Sources/HTTPHandlers.json': methods.map(([method]) => ({
          class: 'Greedy',
          method,
          regexPattern: `^/${method}$`,
        })),
        'WebCode/Greedy.js': `exports.Greedy = class Greedy { ${methods.map(([name, code]) => `${name}() { ${code} }`).join('\n')} };`,
      },
    );
    running.push(server);
    return server;
  }

  let server: WebHarness;
  before(async () => {
    server = await start();
  });
  after(async () => {
    for (const each of running) await each.stop();
  });

  for (const [at, [name, { option, reason = 'threw' }]] of cases.entries()) {
    it(`${name} is more than the limit allows, and is refused with the name of the option`, async () => {
      const { status, text } = await server.client().call(`/case${at}`);
      assert.equal(status, 500);
      assert.ok(text.includes(option), text);
      assert.ok(text.length < LONGEST_ANSWER, `${text.length}`);
      const cause = (await server.lastEntry()).causes.find(({ rule }) => rule.startsWith('web.code.'));
      assert.equal(cause?.rule, `web.code.${reason}`);
      assert.ok((cause?.message ?? '').length < LONGEST_ANSWER);
      // To tell more of an error does not mend it.
      if (!option.endsWith('.messageKb')) assertNamesOption(await server.lastEntry(), option);
      const kept = (await server.sessions()).at(-1);
      assert.ok(JSON.stringify(kept).length < 12_000, JSON.stringify(kept).slice(0, 100));
      assert.equal((await server.client().call('/good')).status, 200);
    });
  }

  it('the journal shortens the names of many privileges', async () => {
    await server.client().call('/good');
    const entry = JSON.stringify(await server.lastEntry());
    assert.ok(entry.length < 6000, `${entry.length}`);
  });

  it('all sessions together keep no more than the limit, and what is taken away makes room', async () => {
    const full = await start({ sessionLimits: { ...SESSION_LIMITS, storageKb: 64 } });
    const clients = Array.from({ length: 200 }, () => full.client());
    let taken = 0;
    let refused: { client: (typeof clients)[number]; text: string } | undefined;
    for (const client of clients) {
      const { status, text } = await client.call('/good');
      if (status === 200) taken++;
      else {
        refused = { client, text };
        break;
      }
    }
    assert.ok(refused?.text.includes('web.sessionLimits.allSessionsMb'), refused?.text);
    // Each keeps some 7 KiB of storage and 1 KiB of names.
    assert.ok(taken > 100 && taken < 150, `${taken}`);
    for (const { id } of (await full.sessions()).slice(0, 3)) await full.control.ask(WEB_CALLS.close(id));
    assert.equal((await refused?.client.call('/good'))?.status, 200);
  });

  it('code may make less of what a test has put into a session beyond the limits', async () => {
    const client = server.client();
    await client.call('/good');
    const cookie = await client.cookie();
    const { id } = (await server.sessions()).at(-1) ?? { id: '' };
    assert.ok(cookie !== undefined);
    await server.control.ask(WEB_CALLS.change(id, { storage: { text: 'z'.repeat(12_000) } }));
    assert.equal((await client.call('/less')).status, 200);
  });

  it('a session has no more valid passcodes than the option says', async () => {
    const few = await start({ sessionLimits: { passcodes: 3 } });
    await few.client().call('/passcodes');
    assert.equal((await few.sessions())[0]?.otps.length, 3);
  });
});
