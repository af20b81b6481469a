import fs from 'node:fs';
import path from 'node:path';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { call } from '../../server/httpCall';
import { addresses } from '../../server/routeStories';
import type { SystemTest } from '../systemTest';
import { LOGIN, login } from './mobileLogin';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const SYSTEM_TEST: SystemTest = {
  goodOptions: {
    mobileApps: '/project/Data/MobileApps',
    mobile: {
      policy: {
        rules: [
          { email: '*@example.com', outcome: 'accept', statusText: 'Welcome', userInfo: { region: 'EU' } },
          { email: '', outcome: 'pending', mail: true, userInfo: {} },
          { email: '*', outcome: 'refuse', statusText: 'Not you' },
        ],
        otherwise: { outcome: 'pending', mail: true, statusText: 'Look into your mails', userInfo: {} },
      },
      schema: '/project/schema.json',
      authenticationModule: '/project/auth.mjs',
      authenticationTimeoutMs: 1000,
      authenticationLimits: {
        processes: 2,
        waiting: 0,
        waitMs: 3000,
        memoryMb: 64,
        answerMb: 2,
        logKb: 8,
        messageKb: 1,
      },
      data: '/project/answers',
      actionModule: '/project/act.mjs',
      actionTimeoutMs: 1000,
      actionLimits: { processes: 2, waiting: 0, waitMs: 3000, memoryMb: 64, answerMb: 2, logKb: 8, messageKb: 1 },
      uploadMb: 8,
      askAgain: 'always',
      pendingToken: 'null',
      refusalStatus: 200,
      loadAtStart: false,
      backups: { days: 1, count: 1 },
      takeNewFiles: true,
      licences: 0,
      acceptLocalhost: true,
      sessionCookie: '4DSID_Contact',
      verification: { timeoutMs: 1000, path: 'confirm/mail', subject: 'S', html: '<p>{{url}}</p>', text: '{{code}}' },
      serverHeader: '4D/18.5.0 (Build 0.255457)',
    } satisfies Required<ServerOptions['mobile']>,
  },
  fullOptions: (folder) => ({
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
  }),
  counted: ['mobile.lastRequests', 'mobile.verification.attempts'],
  alwaysRefused: [/^POST \/mobileapp\/\$action\/\*$/, /^\w+ \/mobileapp\/\*$/],
  stories: {
    'a device signs in, asks for everything, and signs out': async (driver) => {
      const { json } = await login(driver, 'jane@example.com');
      const headers = bearer(json.token);
      await login(driver, 'jane@example.com');
      await login(driver, 'jane@example.com', { device: { id: 'device-1', description: 'iPad' } });
      await login(driver, 'refused@example.com');
      for (const route of [
        '$info',
        '$info/sessionInfo',
        '$info/progressInfo',
        '$info/none',
        '$catalog',
        '$catalog/$all',
        '$licensecheck',
      ])
        await driver.call(`/mobileapp/${route}`, { headers });
      for (const method of ['GET', 'DELETE'] as const) {
        await driver.call('/mobileapp/$info/sessionInfo/id/none', { method, headers });
        await driver.call(`/mobileapp/$info/sessionInfo/id/${json.id}`, { method, headers });
        await login(driver, 'jane@example.com');
      }
      await driver.call('/mobileapp/$action/any', { method: 'POST', headers });
      for (const body of ['a file', undefined])
        await driver.call('/mobileapp/$upload?$binary=true', { method: 'POST', headers, body });
      await driver.call('/mobileapp/none', { headers });
      for (const body of [
        { device: { token: 'push' } },
        { device: { token: 'push' } },
        {},
        { device: 1 },
        { userInfo: { a: 1 } },
        { userInfo: { a: 2 } },
        { userInfo: 1 },
      ])
        await driver.call('/mobileapp/$userInfo', { method: 'POST', headers, body });
      const logout = () => driver.call('/mobileapp/$logout', { method: 'POST', headers });
      await driver.watched('POST /mobileapp/$logout, several times at once', () =>
        Promise.all(
          Array.from({ length: 4 }, () =>
            fetch(`${addresses(driver).url}/mobileapp/$logout`, { method: 'POST', headers }),
          ),
        ),
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
  },
  controlCalls: async ({ control, url, folder, check }) => {
    const body = { ...LOGIN, email: 'jane.doe@example.com' };
    const { json } = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', body });
    fs.writeFileSync(path.join(folder, 'MobileApps', 'com.example.app', json.id), '{');
    check('POST', '/mobile/refresh', await control.post('/mobile/refresh'));
    check('GET', '/mobile/sessions', await control.get('/mobile/sessions'));
    await call(`${url}/mobileapp/$logout`, { method: 'POST' });
  },
};
