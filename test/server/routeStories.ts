import fs from 'node:fs';
import path from 'node:path';
import { lanAddresses } from '../../src/server/kernel/guard/hostNames';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { writeTree } from '../disk/temporaryFolder';
import type { Answer } from './httpCall';
import type { RouteDriver } from './routeDriver';
import { PROJECT } from './webHarness';

/** Code that does one thing for each request. Its answers have the status that a developer chooses. */
const DOER = `
exports.Doer = class Doer {
  static exposed = ['set', 'fail'];
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

const LOGIN = {
  application: { id: 'com.example.app', name: 'Example', version: '1.0.0' },
  device: { id: 'device-1', description: 'iPhone X' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};

/** Writes the files of a server that has everything, and returns its options. */
export function everything(folder: string): ServerOptions {
  const project = path.join(folder, 'project');
  writeTree(project, {
    ...PROJECT,
    'Project/Sources/HTTPHandlers.json': [
      { class: 'Doer', method: 'act', regexPattern: '^/do' },
      { class: 'Doer', method: 'fail', regexPattern: '^/fail' },
    ],
    'WebCode/Doer.js': DOER,
    'WebFolder/folder/index.html': '<h1>Folder</h1>',
  });
  return {
    host: '0.0.0.0',
    mobileApps: path.join(folder, 'MobileApps'),
    mobile: {
      askAgain: 'always',
      policy: {
        rules: [
          { email: 'link@*', outcome: 'pending', mail: true },
          { email: 'code@*', outcome: 'pending', mail: true },
          { email: 'refused@*', outcome: 'refuse' },
        ],
      },
    },
    web: { project, users: [{ name: 'jane', password: 'secret', privileges: ['simple'] }] },
    mendix: { users: [{ name: 'jane', password: 'secret' }], securityLevel: 'production' },
  };
}

type Story = (driver: RouteDriver) => Promise<unknown>;

/** Logs a device in. */
async function login(driver: RouteDriver, email: string, more: object = {}): Promise<Answer> {
  return driver.call('/mobileapp/$authenticate', { method: 'POST', body: { ...LOGIN, email, ...more } });
}

interface MendixClient {
  xas(action: string, params?: object, csrf?: string): Promise<Answer>;
}

/** A client that keeps its cookies and its CSRF token. */
function mendixClient(driver: RouteDriver): MendixClient {
  const cookies = new Map<string, string>();
  let known: string | undefined;
  return {
    async xas(action, params = {}, csrf = known) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...(cookie !== '' && { cookie }), ...(csrf !== undefined && { 'x-csrf-token': csrf }) };
      const answer = await driver.call('/xas/', { method: 'POST', headers, body: { action, params } });
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      known = answer.json?.csrftoken ?? known;
      return answer;
    },
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** What a client does on the routes, with success where a route can have it. The state is not empty afterwards. */
export const STORIES: Readonly<Record<string, Story>> = {
  'a device signs in, asks for everything, and signs out': async (driver) => {
    const { json } = await login(driver, 'jane@example.com');
    const headers = bearer(json.token);
    await login(driver, 'jane@example.com');
    await login(driver, 'jane@example.com', { device: { id: 'device-1', description: 'iPad' } });
    await login(driver, 'refused@example.com');
    for (const route of ['$info', '$info/sessionInfo', '$catalog', '$catalog/$all', '$licensecheck'])
      await driver.call(`/mobileapp/${route}`, { headers });
    await driver.call(`/mobileapp/$info/sessionInfo/id/${json.id}`, { headers });
    await driver.call('/mobileapp/$info/sessionInfo/id/none', { headers });
    await driver.call('/mobileapp/$action/any', { method: 'POST', headers });
    await driver.call('/mobileapp/none', { headers });
    for (const body of [{ device: { token: 'push' } }, { device: { token: 'push' } }, {}, { device: 1 }])
      await driver.call('/mobileapp/$userInfo', { method: 'POST', headers, body });
    const logout = () => driver.call('/mobileapp/$logout', { method: 'POST', headers });
    await driver.watched('POST /mobileapp/$logout, several times at once', () =>
      Promise.all(Array.from({ length: 4 }, () => fetchOf(driver, '/mobileapp/$logout', 'POST', headers))),
    );
    await logout();
  },
  'somebody verifies an address by a link and by a code': async (driver) => {
    await login(driver, 'link@example.com', { send: 'link' });
    await login(driver, 'link@example.com', { send: 'link' });
    const link = (await driver.controlled('GET', '/outbox')).json.at(-1).link as string;
    await driver.call(link);
    await driver.call(link);
    await driver.call('/activation?token=none');
    const device = { id: 'device-2', description: 'Pixel' };
    const { json } = await login(driver, 'code@example.com', { send: 'code', device });
    const { code } = (await driver.controlled('GET', '/outbox')).json.at(-1);
    for (const token of ['none', code, code])
      await driver.call('/mobileapp/$verify', { method: 'POST', body: { token } });
    await login(driver, 'link@example.com', { send: 'link', device: { id: 'device-3', description: 'gone' } });
    const gone = (await driver.controlled('GET', '/outbox')).json.at(-1).link as string;
    await login(driver, 'another@example.com', { device: { id: 'device-3', description: 'gone' } });
    await driver.call(gone);
    return json;
  },
  'an editor pings for its key': async (driver) => {
    const file = path.join(driver.folder, 'MobileApps', 'key.mobileapp');
    fs.rmSync(file, { force: true });
    for (const target of ['/mobileapp', '/mobileapp/', '/4dwebtest']) await driver.call(target);
    const headers = bearer(fs.readFileSync(file, 'utf8'));
    await driver.call('/mobileapp/$catalog', { headers });
    await driver.call('/mobileapp/$licensecheck', { headers });
    fs.rmSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(path.dirname(file), '');
    for (const target of ['/mobileapp', '/mobileapp/']) await driver.call(target);
    fs.rmSync(path.dirname(file));
    fs.mkdirSync(path.dirname(file));
  },
  'files are edited, and memory is refreshed': async (driver) => {
    const { json } = await login(driver, 'edited@example.com', { device: { id: 'device-4', description: 'old' } });
    const file = path.join(driver.folder, 'MobileApps', 'com.example.app', json.id);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('old', 'new'));
    await driver.controlled('POST', '/mobile/refresh');
    await driver.controlled('POST', '/mobile/refresh');
    fs.writeFileSync(file, '{');
    await driver.controlled('POST', '/mobile/refresh');
    await driver.controlled('POST', '/mobile/refresh');
    await driver.controlled('GET', '/mobile/sessions');
  },
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
    fs.writeFileSync(
      path.join(driver.folder, 'project/WebCode/DataStore.js'),
      'exports.DataStore = class DataStore { static exposed = ["authentify"]; authentify() { return true; } };',
    );
    await driver.call('/rest/$catalog/authentify', { method: 'POST', headers, body: ['jane'] });
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
  'a platform is asked, and answers': async (driver) => {
    const { url, platform } = addresses(driver);
    const { id } = (await driver.prepared('POST', '/web/sessions')).json;
    const { otp } = (await driver.prepared('POST', `/web/sessions/${id}/otp`)).json;
    const callback = `${url}/do?what=restore&value=${otp}`;
    const query = `${platform}/validate?callback=${encodeURIComponent(callback)}`;
    await driver.call(query);
    await driver.call(query);
    await driver.call(`${platform}/`);
    const ask = (body: object) => driver.call(`${platform}/validate`, { method: 'POST', body });
    const waiting = await ask({ callback });
    await ask({ callback: `${url}/do?what=nothing`, answer: 'approve', times: 2 });
    await ask({ callback: `${url}/do?what=nothing`, answer: 'refuse' });
    await ask({ callback: `${url}/do?what=nothing`, answer: 'perhaps' });
    await ask({ callback: 'http://example.com/' });
    const validation = `${platform}/validations/${waiting.json.id}`;
    await driver.call(validation);
    await driver.call(validation, { method: 'POST', body: {} });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const body of ['answer=approve&by=platform', 'answer=refuse', 'answer=approve&times=2'])
      await driver.call(validation, { method: 'POST', headers, body });
    await login(driver, 'link@example.com', { device: { id: 'device-5', description: 'mail' } });
    const mail = (await driver.prepared('GET', '/outbox')).json.at(-1).id;
    await driver.call(`${platform}/mails/${mail}`);
  },
  'a device of the network pairs': async (driver) => {
    const [from] = lanAddresses();
    await driver.call('/pair');
    if (from === undefined) return;
    const { pairingCode } = (await driver.prepared('GET', '/state')).json.lan;
    const pair = (code: string) => driver.call(`/pair${code && `?code=${code}`}`, { from });
    for (const code of ['', 'wrong', pairingCode, pairingCode]) await pair(code);
    const other = lanAddresses()[1] ?? '127.0.0.2';
    await driver.call('/pair', { from: other });
  },
  'a device of the network guesses until no code is taken': async (driver) => {
    const [from] = lanAddresses();
    if (from === undefined) return;
    for (let guess = 0; guess < 7; guess++) await driver.call(`/pair?code=AAA-AA${guess}`, { from });
  },
  'a test moves the clock, injects faults and records': async (driver) => {
    const moves = [{ advanceMs: 5 }, { advanceMs: 0 }, { pause: true }, { pause: true }, { advanceMs: 5 }];
    const ends = [{ pause: false }, { pause: false }, { reset: true }, { reset: true }, { advanceMs: -1 }];
    for (const move of [...moves, ...ends]) await driver.controlled('POST', '/clock', move);
    const { id } = (await driver.controlled('POST', '/faults', { kind: 'delay', delayMs: 1 })).json;
    await driver.controlled('GET', '/faults');
    for (let time = 0; time < 2; time++) await driver.controlled('DELETE', `/faults/${id}`);
    await driver.controlled('POST', '/faults', { kind: 'delay', delayMs: -1 });
    for (const on of [true, true, false, false]) await driver.controlled('POST', '/recording', { on });
    await driver.controlled('GET', '/recording');
    for (const target of ['/state', '/journal', '/outbox', '/snapshot']) await driver.controlled('GET', target);
    await driver.watched('GET /_workbench/v1/events', () => followed(driver), 'GET');
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
  'a Mendix client is remembered, and logs out': async (driver) => {
    const client = mendixClient(driver);
    for (const page of ['/', '/login.html', '/link/order/1']) await driver.call(page);
    await client.xas('get_session_data');
    for (const password of ['wrong', 'secret', 'secret']) {
      await client.xas('login', { username: 'jane', password, useAuthToken: true });
      await client.xas('get_session_data');
    }
    for (const action of ['retrieve', 'keepalive', 'login2', 'none']) await client.xas(action);
    await client.xas('retrieve', {}, 'wrong');
    await driver.call('/xas', { method: 'POST', body: { action: 'get_session_data' } });
    await client.xas('logout');
    for (const action of ['logout', 'retrieve', 'get_session_data']) await client.xas(action);
    for (const body of [{}, [], { action: 1 }]) await driver.call('/xas/', { method: 'POST', body });
  },
  'a Mendix client comes back after its session, and its user is blocked': async (driver) => {
    const client = mendixClient(driver);
    await client.xas('login', { username: 'jane', password: 'secret', useAuthToken: true });
    await client.xas('get_session_data');
    for (const advanceMs of [600_000, 900_000]) {
      await driver.prepared('POST', '/clock', { advanceMs });
      for (const action of ['retrieve', 'keepalive', 'get_session_data']) await client.xas(action);
    }
    for (let times = 0; times < 4; times++) {
      await mendixClient(driver).xas('login', { username: 'jane', password: 'wrong' });
    }
    await driver.prepared('PATCH', '/mendix/users/jane', { blocked: false });
  },
  'a test changes Mendix sessions, users and tokens': async (driver) => {
    const clients = [mendixClient(driver), mendixClient(driver), mendixClient(driver)];
    for (const client of clients) {
      await client.xas('login', { username: 'jane', password: 'secret', useAuthToken: true });
      await client.xas('get_session_data');
    }
    const [jane] = (await driver.controlled('GET', '/mendix/users')).json;
    const [one, other] = jane.tokens.map(({ id }: { id: string }) => `/mendix/tokens/${id}`);
    for (let time = 0; time < 2; time++) {
      await driver.controlled('DELETE', one);
      await driver.controlled('POST', `${other}/expire`);
    }
    for (const patch of [{ blocked: true }, { blocked: true }, { blocked: false }, { blocked: false }])
      await driver.controlled('PATCH', '/mendix/users/jane', patch);
    for (const patch of [{ password: 'other' }, { password: 'secret' }, {}, { active: 1 }])
      await driver.controlled('PATCH', '/mendix/users/jane', patch);
    const [{ id }] = (await driver.controlled('GET', '/mendix/sessions')).json;
    for (let time = 0; time < 2; time++) await driver.controlled('DELETE', `/mendix/sessions/${id}`);
    await driver.controlled('POST', '/mendix/sweep');
    await driver.prepared('POST', '/clock', { advanceMs: 600_000 });
    await driver.controlled('POST', '/mendix/sweep');
    for (const active of [false, false, true, true]) await driver.controlled('PATCH', '/mendix/users/jane', { active });
  },
  'a test puts the state back': async (driver) => {
    const snapshot = (await driver.prepared('GET', '/snapshot')).json;
    await driver.controlled('POST', '/reset');
    await driver.controlled('PUT', '/snapshot', snapshot);
    await driver.controlled('PUT', '/snapshot', snapshot);
    await driver.controlled('PUT', '/snapshot', { version: 1 });
  },
};

/** A session cookie, which a request to the code has brought. */
async function cookieOf(driver: RouteDriver): Promise<string> {
  const { headers } = await driver.call('/do?what=nothing');
  return (headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

function addresses(driver: RouteDriver): { url: string; platform: string } {
  const origin = (face: string) => driver.routes.find((route) => route.face === face)?.origin ?? '';
  return { url: origin('control'), platform: origin('platform') };
}

function fetchOf(
  driver: RouteDriver,
  target: string,
  method: string,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(addresses(driver).url + target, { method, headers });
}

/** Follows the events until the first is there. */
async function followed(driver: RouteDriver): Promise<{ status: number }> {
  const end = new AbortController();
  const { url, headers } = driver.controlCall('/events');
  const response = await fetch(url, { headers, signal: end.signal });
  await response.body?.getReader().read();
  end.abort();
  return response;
}
