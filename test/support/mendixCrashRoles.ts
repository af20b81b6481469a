import type { ServerOptions } from '../../src/server/kernel/options/options';
import { MendixClient, userOf } from '../systems/mendix/mendixHarness';
import type { CrashLoad, CrashRole } from './crashLoad';

/** The options that the roles of Mendix clients need. */
export const MENDIX_CRASH_OPTIONS: ServerOptions = {
  mendix: { securityLevel: 'production', switches: { rotateToken: true } },
};

/** Mendix clients that sign in, sign out, come back by their tokens, and get another password. */
export const MENDIX_CRASH_ROLES: readonly CrashRole[] = [client, remembered, changed];

const SESSION_COOKIE = 'XASSESSIONID';
const GOOD = 'example';
const BAD = 'wrong';

async function works(client: MendixClient): Promise<boolean> {
  return (await client.data()).status === 200;
}

/** Signs in, and every second time out. */
async function client(load: CrashLoad, id: string): Promise<void> {
  const one = new MendixClient(load.address.url);
  await load.ask(
    id,
    'Mendix session',
    () => one.login(id, GOOD),
    () => () => works(one),
  );
  if (!/[02468]$/.test(id)) return;
  await load.ask(
    id,
    'ended Mendix session',
    () => one.xas('logout'),
    () => async () => !(await works(one)),
  );
}

/** Comes back by its token, which is exchanged for another one. */
async function remembered(load: CrashLoad, id: string): Promise<void> {
  const one = new MendixClient(load.address.url);
  const token = `${id} token`;
  const comesBack = async (copy: MendixClient) => userOf(await copy.start()) === id;
  await one.login(id, GOOD, { useAuthToken: true });
  await load.ask(
    token,
    'Mendix token',
    () => one.start(),
    () => async () => comesBack(await withoutSession(one)),
  );
  const old = await withoutSession(one);
  const again = await withoutSession(one);
  await load.ask(
    token,
    'exchanged Mendix token',
    () => again.start(),
    () => async () => (await comesBack(await withoutSession(again))) && !(await comesBack(old)),
  );
}

/** Gets another password, and is blocked by wrong ones every second time. */
async function changed(load: CrashLoad, id: string): Promise<void> {
  const login = async (password: string) => (await new MendixClient(load.address.url).login(id, password)).status;
  await new MendixClient(load.address.url).login(id, GOOD);
  await load.ask(
    id,
    'other Mendix password',
    () => load.control.call('PATCH', `/mendix/users/${id}`, { password: 'another' }),
    () => async () => (await login('another')) === 200,
  );
  if (!/[02468]$/.test(id)) return;
  for (let times = 1; times < 3; times++) await new MendixClient(load.address.url).login(id, BAD);
  await load.claim(
    id,
    'blocked Mendix user',
    () => new MendixClient(load.address.url).login(id, BAD),
    () => async () => (await login('another')) !== 200,
  );
}

/** The same browser after its session is gone: it has the token only. */
async function withoutSession(client: MendixClient): Promise<MendixClient> {
  const copy = await client.copy();
  await copy.write(`${SESSION_COOKIE}=; Max-Age=0; Path=/`);
  return copy;
}
