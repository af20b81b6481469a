import assert from 'node:assert/strict';
import { webServer, withWebServer } from './webHarness';

const VAULT = `
exports.Vault = class Vault {
  static exposed = ['open', 'look', 'audit', 'raise', 'inner', 'login', 'logout', 'whoAmI'];
  open() { return 'opened'; }
  look() { return 'seen'; }
  audit() { return [Session.hasPrivilege('auditor'), Session.hasPrivilege('boss'), Session.getPrivileges()]; }
  raise() { Session.promote('boss'); return this.inner(); }
  inner() { return Session.hasPrivilege('boss'); }
  login(privileges) { return Session.setPrivileges(privileges); }
  logout() { return Session.clearPrivileges(); }
  whoAmI() { return [Session.isGuest(), Session.hasPrivilege('guest'), Session.getPrivileges()]; }
  handle() { const message = new OutgoingMessage(); message.setBody('handled'); return message; }
};
`;
const OPEN = "exports.Open = class Open { static exposed = ['hello']; hello() { return 'hello'; } };";
const DATASTORE = `
exports.DataStore = class DataStore {
  static exposed = ['authentify', 'report'];
  authentify(privileges) { return Session.setPrivileges(privileges); }
  report() { return 'report'; }
};
`;

const allowed = [
  { applyTo: 'ds', type: 'datastore', execute: [], promote: ['boss'] },
  { applyTo: 'ds.report', type: 'method', execute: ['auditor'] },
  { applyTo: 'Vault', type: 'singleton', execute: ['staff'] },
  { applyTo: 'Vault.open', type: 'singletonMethod', execute: ['boss'] },
  { applyTo: 'Vault.audit', type: 'singletonMethod', execute: ['staff'], promote: ['auditor', 'nobody'] },
  { applyTo: 'Vault.login', type: 'singletonMethod', execute: ['guest'] },
  { applyTo: 'Vault.whoAmI', type: 'singletonMethod', execute: ['Guest'] },
];
const roles = (more: object = {}) => ({
  'Project/Sources/roles.json': {
    privileges: [
      { id: 'x1', privilege: 'staff', includes: [] },
      { privilege: 'boss', includes: ['staff'] },
      { privilege: 'auditor', includes: [] },
    ],
    roles: [{ id: 'x2', role: 'Chief', privileges: ['boss'] }],
    permissions: { allowed },
    ...more,
  },
  'Project/Sources/HTTPHandlers.json': [
    { id: 'x3', class: 'Vault', method: 'handle', pattern: 'vault' },
    { class: 'Open', method: 'hello', pattern: 'open' },
  ],
  'WebCode/Vault.js': VAULT,
  'WebCode/Open.js': OPEN,
  'WebCode/DataStore.js': DATASTORE,
});

describe('Permissions of roles.json', () => {
  const server = webServer({}, roles());

  /** Somebody who has logged in with these privileges. */
  async function client(privileges?: unknown) {
    const made = server().client();
    if (privileges !== undefined)
      assert.equal((await made.post('/rest/$singleton/Vault/login', [privileges])).status, 200);
    return made;
  }
  const errorOf = (answer: { status: number; json: { __ERROR: unknown[] } }) => [answer.status, answer.json.__ERROR[0]];

  it('a session without the privilege is refused with the error of 4D, and the journal names privilege and resource', async () => {
    const answer = await (await client('staff')).post('/rest/$singleton/Vault/open');
    assert.deepEqual(errorOf(answer), [
      403,
      { message: 'No permission to execute method open in singleton Vault', componentSignature: 'dbmg', errCode: 1561 },
    ]);
    const { causes } = await server().lastEntry();
    const refusal = causes.find(({ rule }) => rule === 'web.permission.refused');
    assert.match(refusal?.message ?? '', /Vault\.open\(\).*“boss”.*singletonMethod “Vault\.open”/);
  });

  const rows: [privileges: unknown, method: string, status: number][] = [
    [undefined, 'look', 403],
    ['staff', 'look', 200],
    ['boss', 'look', 200],
    [{ roles: 'chief' }, 'look', 200],
    ['auditor', 'look', 403],
    ['BOSS', 'open', 200],
    ['auditor', 'audit', 403],
    [undefined, 'whoAmI', 200],
  ];
  for (const [privileges, method, status] of rows) {
    it(`a session with ${JSON.stringify(privileges) ?? 'nothing'} gets ${status} from Vault.${method}`, async () => {
      const one = await client(privileges);
      assert.equal((await one.post(`/rest/$singleton/Vault/${method}`)).status, status);
      // No other spelling of the class gets past the lock.
      assert.equal((await one.post(`/rest/$singleton/vAULT/${method}`)).status, status);
    });
  }

  it('a function without any lock is free for all, and so are those of other classes', async () => {
    const guest = await client();
    assert.equal((await guest.post('/rest/$singleton/Open/hello')).status, 200);
    assert.equal((await guest.post('/rest/$catalog/authentify', ['auditor'])).status, 200);
    assert.deepEqual((await guest.post('/rest/$catalog/report')).json, { result: 'report' });
    const other = await (await client('boss')).post('/rest/$catalog/report');
    assert.deepEqual(errorOf(other), [
      403,
      {
        message: 'No permission to execute method report in the datastore',
        componentSignature: 'dbmg',
        errCode: 1561,
      },
    ]);
  });

  it('a request handler is refused by roles.json too', async () => {
    assert.equal((await (await client()).call('/vault/')).status, 403);
    assert.equal((await (await client('staff')).call('/vault/')).text, 'handled');
  });

  it('promote gives a function privileges while it runs, after the permission to execute it, and takes them away', async () => {
    const staff = await client('staff');
    assert.deepEqual((await staff.post('/rest/$singleton/Vault/audit')).json, { result: [true, false, ['staff']] });
    const { causes } = await server().lastEntry();
    assert.match(
      causes.find(({ rule }) => rule === 'web.permission.promoted')?.message ?? '',
      /“auditor” while it runs/,
    );
    assert.equal((await staff.post('/rest/$catalog/report')).status, 403);
    assert.deepEqual((await staff.post('/rest/$singleton/Vault/raise')).json, { result: true });
    assert.deepEqual((await staff.post('/rest/$singleton/Vault/inner')).json, { result: false });
  });

  it('guest is a privilege of every session, also after a login and a logout, and no sign of a login', async () => {
    const one = await client();
    const whoAmI = async () => (await one.post('/rest/$singleton/Vault/whoAmI')).json.result;
    assert.deepEqual(await whoAmI(), [true, true, []]);
    await one.post('/rest/$singleton/Vault/login', ['guest']);
    assert.deepEqual(await whoAmI(), [true, true, []]);
    await one.post('/rest/$singleton/Vault/login', ['staff,guest']);
    assert.deepEqual(await whoAmI(), [false, true, ['staff']]);
    await one.post('/rest/$singleton/Vault/logout');
    assert.deepEqual(await whoAmI(), [true, true, []]);
  });

  it('what Qodly Studio writes draws no warning, and what locks nothing does, with its line', async () => {
    const told = server().logs.filter((line) => line.includes('json'));
    assert.deepEqual(
      told.map((line) => line.replace(/^.*json, line (\d+): /s, '')),
      ['The function cannot be promoted to “nobody”, which is no privilege.'],
    );
    assert.match(told[0] ?? '', /roles\.json, line \d+/);
  });
});

describe('Permissions of roles.json that are restricted by default', () => {
  it('what no permission is about is forbidden to all, and what one is about follows it', async () => {
    await withWebServer(
      {},
      async (server) => {
        const boss = server.client();
        assert.equal((await boss.post('/rest/$singleton/Vault/login', ['boss,auditor'])).status, 200);
        assert.equal((await boss.post('/rest/$singleton/Open/hello')).status, 403);
        assert.match(
          (await server.lastEntry()).causes.map(({ message }) => message).join(' '),
          /Open\.hello\(\): roles\.json has no permission for it, and “restrictedByDefault” is true/,
        );
        assert.equal((await boss.call('/open/')).status, 403);
        assert.equal((await boss.post('/rest/$singleton/Vault/open')).status, 200);
        // Without a forced login, this function is like any other.
        assert.equal((await boss.post('/rest/$catalog/authentify', ['staff'])).status, 403);
        assert.equal((await server.client().call('/4DACTION/whoAmI')).status, 200);
      },
      roles({ restrictedByDefault: true }),
    );
  });

  it('guests of a forced login may always run authentify', async () => {
    await withWebServer(
      {},
      async (server) => {
        const client = server.client();
        assert.deepEqual((await client.post('/rest/$catalog/authentify', ['auditor'])).json, { result: true });
        assert.deepEqual((await client.post('/rest/$catalog/report')).json, { result: 'report' });
      },
      roles({ restrictedByDefault: true, forceLogin: true }),
    );
  });

  it('a roles.json at fault switches all locks off, and the journal says so', async () => {
    await withWebServer(
      {},
      async (server) => {
        assert.equal((await server.client().post('/rest/$singleton/Vault/open')).status, 200);
        assert.ok((await server.rules()).includes('web.privileges.off'));
        assert.match(server.logs.join('\n'), /“restrictedByDefault” must be true or false, without quotes/);
      },
      roles({ restrictedByDefault: 'true' }),
    );
  });
});
