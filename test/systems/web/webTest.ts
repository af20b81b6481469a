import fs from 'node:fs';
import path from 'node:path';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { writeTree } from '../../disk/temporaryFolder';
import type { RouteDriver } from '../../server/routeDriver';
import { PROJECT } from '../../server/webHarness';
import type { SystemTest } from '../systemTest';

/** Code that does one thing for each request. Its answers have the status that a developer chooses. */
const DOER = `
exports.Doer = class Doer {
  static exposed = ['set', 'fail'];
  static onHTTPGet = ['set'];
  set(privilege) { return Session.setPrivileges(privilege); }
  fail() { throw new Error('It was asked to fail.'); }
  act(request) {
    const { what, value } = request.urlQuery;
    if (what === 'set') Session.setPrivileges(value);
    if (what === 'clear') Session.clearPrivileges();
    if (what === 'idle') Session.idleTimeout = Number(value);
    if (what === 'store') Use(Session.storage, () => { Session.storage.value = value; });
    if (what === 'share') Use(Storage, () => { Storage.value = value; });
    if (what === 'restore') Session.restore(value);
    const message = new OutgoingMessage();
    if (what === 'status') message.setStatus(Number(value));
    message.setBody({ otp: what === 'otp' ? Session.createOTP() : '' });
    return message;
  }
};
`;

/** A dataclass whose functions a client may call in all ways. */
const PEOPLE = `
exports.People = class People extends DataClass {
  static exposed = ['one', 'missing'];
  static onHTTPGet = ['one'];
  all() { return [{ ID: 1, name: 'Jane' }]; }
  entitySet() { return this.all(); }
  one() { return this.all().first(); }
};
`;
const PEOPLE_SELECTION = `
exports.PeopleSelection = class PeopleSelection extends EntitySelection {
  static exposed = ['count'];
  static onHTTPGet = ['count'];
  count() { return this.length; }
};
`;
const DATASTORE = `
exports.DataStore = class DataStore {
  static exposed = ['authentify', 'hello'];
  static onHTTPGet = ['hello'];
  authentify() { return true; }
  hello() { return 'hello'; }
};
`;

export const SYSTEM_TEST: SystemTest = {
  goodOptions: {
    web: {
      project: '/project',
      applicationName: 'Contact',
      code: '/project/WebCode',
      codeTimeoutMs: 1000,
      codeLimits: {
        processes: 2,
        waiting: 0,
        waitMs: 3000,
        memoryMb: 64,
        answerMb: 2,
        logKb: 8,
        messageKb: 1,
        callKb: 64,
        headersKb: 4,
      },
      sessionLimits: {
        userName: 20,
        privilegesKb: 1,
        storageKb: 2,
        sharedStorageKb: 3,
        allSessionsMb: 4,
        passcodes: 5,
      },
      pages: '/project/WebFolder',
      maxPageBytes: 1_000_000,
      cors: [{ host: '*.example.com', methods: 'get;post' }],
      bodyMb: 8,
      bodyParts: 20,
      scalableSessions: false,
      cookie: { sameSite: 'None', domain: 'example.com', path: '/app' },
      isGuest: 'untilSet',
      otpMinimum: 10,
      patternAnchor: 'start',
      authentication: 'basic',
      forceLogin: true,
      quotas: { sessions: 1, guestSessions: 2, requestsPerMinute: 3, requestsPerMinutePerSession: 4 },
      users: [{ name: 'jane', password: 'example', privileges: ['sales'] }],
    } satisfies Required<ServerOptions['web']>,
  },
  fullOptions: (folder) => {
    const project = path.join(folder, 'project');
    writeTree(project, {
      ...PROJECT,
      'Project/Sources/HTTPHandlers.json': [
        { class: 'Doer', method: 'act', regexPattern: '^/do' },
        { class: 'Doer', method: 'fail', regexPattern: '^/fail' },
      ],
      'WebCode/Doer.js': DOER,
      'WebCode/People.js': PEOPLE,
      'WebCode/PeopleSelection.js': PEOPLE_SELECTION,
      'WebFolder/folder/index.html': '<h1>Folder</h1>',
    });
    return { web: { project, users: [{ name: 'jane', password: 'secret', privileges: ['simple'] }] } };
  },
  counted: ['web.quota'],
  lastUsed: ['lastRequestAt'],
  alwaysRefused: [/^GET \/rest\/\$getWebForm$/, /^\w+ \/rest(\/\*)?$/],
  stories: {
    'a browser uses the pages and the code of a project': async (driver) => {
      const headers = { cookie: await cookieOf(driver) };
      for (const target of ['/', '/index.html', '/style.css', '/folder', '/folder/', '/none', '/%2e%2e/x'])
        await driver.call(target, { headers });
      const act = async (what: string, value: string, of = headers) =>
        (await driver.call(`/do?what=${what}&value=${encodeURIComponent(value)}`, { headers: of })).json?.otp as string;
      const twice = ['set simple', 'idle 90', 'store a', 'share a', 'clear '];
      for (const each of twice) {
        const [what = '', value = ''] = each.split(' ');
        await act(what, value);
        await act(what, value);
      }
      for (const status of ['200', '302', '404', '500', '999']) await act('status', status);
      const otp = await act('otp', '');
      const other = { cookie: await cookieOf(driver) };
      for (const value of [otp, otp, 'none']) await act('restore', value, other);
      await driver.call('/fail', { headers });
      for (const target of ['/4DACTION/whoAmI', '/4DACTION/none', '/4DACTION/']) await driver.call(target, { headers });
    },
    'a client uses REST': async (driver) => {
      const headers = { cookie: await cookieOf(driver) };
      const targets = ['$catalog', '$catalog/$all', '$info', '$info/sessionInfo', '$catalog/none', '$getWebForm', ''];
      for (const target of targets) await driver.call(`/rest/${target}`, { headers });
      const singleton = (target: string, method: string, body?: unknown) =>
        driver.call(`/rest/$singleton/${target}`, { method, headers, body });
      await singleton('Doer/set?$params=["medium"]', 'GET');
      for (const body of [['simple'], ['simple'], {}]) await singleton('Doer/set', 'POST', body);
      for (const target of ['Doer/fail', 'Doer/none', 'None/none']) await singleton(target, 'POST');
      await driver.call('/rest/$catalog/authentify', { method: 'POST', headers, body: ['jane'] });
      for (const password of ['secret', 'secret', 'wrong'])
        await driver.call('/rest/$directory/login', {
          method: 'POST',
          headers: { ...headers, 'username-4d': 'jane', 'password-4d': password },
        });
      fs.writeFileSync(path.join(driver.folder, 'project/WebCode/DataStore.js'), DATASTORE);
      await driver.call('/rest/$catalog/authentify', { method: 'POST', headers, body: ['jane'] });
      for (const method of ['GET', 'POST']) {
        const asked = (target: string) => driver.call(`/rest/${target}`, { method, headers });
        for (const name of ['hello', 'none']) await asked(`$catalog/${name}`);
        for (const target of ['one', 'one/', 'count', 'count/', 'count/$entityset/A', 'none', 'missing'])
          await asked(`People/${target}`);
        for (const target of ['People(1)/none', 'People/count?$filter=1', 'None/none', '$none/none', 'Doer/fail'])
          await asked(target);
      }
    },
    'every method of a wildcard route reaches the code': async (driver) => {
      fs.writeFileSync(
        path.join(driver.folder, 'project/WebCode/methods/any.js'),
        'exports.any = () => webSendText("any", "text/plain");',
      );
      // The method QUERY needs the type of a body.
      const headers = { 'content-type': 'text/plain' };
      for (const { method, path: pattern } of driver.routes) {
        if (pattern === '/4DACTION/*') await driver.call('/4DACTION/any', { method, headers });
        if (pattern === '/*') await driver.call('/do?what=nothing', { method, headers });
      }
    },
    'a test changes web sessions': async (driver) => {
      await driver.controlled('GET', '/web/sessions');
      const { id } = (await driver.controlled('POST', '/web/sessions')).json;
      const session = `/web/sessions/${id}`;
      const change = { userName: 'Jane', storage: { a: 1 }, privileges: ['simple'], idleTimeout: 90 };
      for (const patch of [change, change, {}, { idleTimeout: -1 }]) await driver.controlled('PATCH', session, patch);
      await driver.controlled('POST', `${session}/otp`, {});
      for (let time = 0; time < 2; time++) await driver.controlled('DELETE', session);
    },
  },
  controlCalls: async ({ control, check }) => {
    const made = await control.post('/web/sessions');
    check('POST', '/web/sessions', made);
    const session = `/web/sessions/${made.json.id}`;
    check('POST', '/web/sessions/{id}/otp', await control.post(`${session}/otp`, { lifespan: 30 }));
    check('POST', '/web/sessions/{id}/otp', await control.post(`${session}/otp`));
    const change = { storage: { a: [1] }, userName: 'Jane' };
    check('PATCH', '/web/sessions/{id}', await control.call('PATCH', session, change));
    check('GET', '/web/handlers', await control.get('/web/handlers'));
    check('GET', '/web/sessions', await control.get('/web/sessions'));

    const gone = `/web/sessions/${(await control.post('/web/sessions')).json.id}`;
    check('DELETE', '/web/sessions/{id}', await control.call('DELETE', gone));
    check('DELETE', '/web/sessions/{id}', await control.call('DELETE', gone));
    check('PATCH', '/web/sessions/{id}', await control.call('PATCH', gone, { userName: '' }));
    check('PATCH', '/web/sessions/{id}', await control.call('PATCH', gone, {}));
    check('POST', '/web/sessions/{id}/otp', await control.post(`${gone}/otp`, {}));
  },
};

/** A session cookie, which a request to the code has brought. */
async function cookieOf(driver: RouteDriver): Promise<string> {
  const { headers } = await driver.call('/do?what=nothing');
  return (headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}
