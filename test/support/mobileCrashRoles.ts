import assert from 'node:assert/strict';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { type Answer, call } from '../server/httpCall';
import { iosBody } from '../server/mobile/devices';
import type { CrashLoad, CrashRole } from './crashLoad';

/** The options that the roles of mobile apps need, besides a MobileApps folder. */
export const MOBILE_CRASH_OPTIONS: ServerOptions = {
  mobile: { policy: { rules: [{ email: 'wait*', outcome: 'pending', mail: true }] } },
};

/** Mobile apps that log in, send a push token, log out, or wait for a mail. */
export const MOBILE_CRASH_ROLES: readonly CrashRole[] = [device, device, device, leaver, waiter];

interface MobileCall {
  readonly token?: string;
  readonly body?: unknown;
}

function mobile({ address }: CrashLoad, method: string, path: string, { token, body }: MobileCall): Promise<Answer> {
  const headers = { 'x-qmobile': '1', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  return call(address.url, { method, path, headers, body });
}

async function login(load: CrashLoad, id: string, email: string, key: string): Promise<string> {
  const body = iosBody({ email, device: { id, description: 'Phone', version: '1' } });
  const { json } = await load.ask(
    key,
    'accepted device',
    () => mobile(load, 'POST', '/mobileapp/$authenticate', { body }),
    ({ json }) =>
      () =>
        isLetIn(load, json.token),
  );
  return json.token;
}

async function isLetIn(load: CrashLoad, token: string): Promise<boolean> {
  return (await mobile(load, 'GET', '/mobileapp/$licensecheck', { token })).status === 200;
}

/** Logs in, then sends a push token. */
async function device(load: CrashLoad, id: string): Promise<void> {
  const token = await login(load, id, `${id}@example.com`, id);
  const body = { device: { token: `push ${id}` } };
  const send = () => mobile(load, 'POST', '/mobileapp/$userInfo', { token, body });
  await load.ask(
    `${id} push`,
    'push token',
    send,
    () => async () => (await load.snapshotText()).includes(`"token":"push ${id}"`),
  );
}

/** Logs in, then logs out. */
async function leaver(load: CrashLoad, id: string): Promise<void> {
  const token = await login(load, id, '', id);
  const send = () => mobile(load, 'POST', '/mobileapp/$logout', { token });
  await load.ask(id, 'logged out device', send, () => async () => !(await isLetIn(load, token)));
}

/** Logs in, and must open the link in the mail. */
async function waiter(load: CrashLoad, id: string): Promise<void> {
  const email = `wait-${id}@example.com`;
  const body = iosBody({ email, device: { id, description: 'Phone', version: '1' } });
  const mail = async (): Promise<string | undefined> => {
    const { json } = await load.control.get('/outbox');
    return json.find(({ to }: { to: string }) => to === email)?.link;
  };
  const ask = () => mobile(load, 'POST', '/mobileapp/$authenticate', { body });
  await load.ask(id, 'pending device with its mail', ask, () => async () => (await mail()) !== undefined);
  const link = await mail();
  assert.ok(link, 'no mail');
  await load.ask(
    id,
    'used link',
    () => call(link),
    () => async () => (await call(link)).status === 410,
  );
  await login(load, id, email, `${id} accepted`);
}
