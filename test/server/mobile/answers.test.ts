import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { MobileOptions } from '../../../src/server/systems/mobile/mobileOptions';
import { temporaryFolder } from '../../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import type { Answer } from '../httpCall';
import { type MobileHarness, withServer } from '../mobileHarness';
import { androidBody, iosBody } from './devices';

const USER = 'jane.doe@example.com';

/** A road to an answer that is no refusal. */
interface Road {
  readonly name: string;
  readonly options?: MobileOptions;
  /** Text of the authentication module. */
  readonly module?: string;
  readonly files?: Record<string, string>;
  readonly go: (server: MobileHarness) => Promise<Answer>;
  readonly statusText?: string;
}

const login = (server: MobileHarness, changes: object = {}) =>
  server.post('/mobileapp/$authenticate', { body: iosBody({ email: USER, ...changes }) });
const android = (server: MobileHarness) => server.post('/mobileapp/$authenticate', { body: androidBody() });
const twice = async (server: MobileHarness) => {
  await login(server);
  return login(server);
};
const secretOf = async (server: MobileHarness) => (await server.outbox()).at(-1);
const byMail = { policy: { otherwise: { outcome: 'pending', mail: true } } } as const;
const greeting = { policy: { otherwise: { outcome: 'accept', statusText: 'Welcome' } } } as const;
const withInfo = { policy: { otherwise: { outcome: 'accept', userInfo: { email: USER } } } } as const;
const FILES = { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION };

const ACCEPTED: readonly Road[] = [
  { name: 'a new session', go: login },
  { name: 'a guest', go: (server) => login(server, { email: '' }) },
  { name: 'Android', go: android },
  { name: 'one that is kept', go: twice },
  { name: 'one that is kept and changed', go: async (server) => twice(server).then(() => login(server, { new: 1 })) },
  { name: 'one of a file', files: FILES, go: (server) => login(server, { email: '' }) },
  { name: 'one that is asked about again', options: { askAgain: 'always' }, go: twice },
  { name: 'another user on the device', go: (server) => twice(server).then(() => login(server, { email: 'x@y.z' })) },
  { name: 'this machine', options: { acceptLocalhost: true }, go: login },
  { name: 'the policy, with a text', options: greeting, go: login, statusText: 'Welcome' },
  { name: 'kept after a text', options: greeting, go: twice },
  { name: 'asked again, with a text', options: { ...greeting, askAgain: 'always' }, go: twice, statusText: 'Welcome' },
  { name: 'the policy, with userInfo', options: withInfo, go: login },
  { name: 'kept with userInfo', options: withInfo, go: twice },
  { name: 'a module', module: 'export default () => ({ success: true })', go: login },
  { name: 'kept after a module', module: 'export default () => ({ success: true })', go: twice },
  {
    name: 'a module, with a text',
    module: 'export default () => ({ success: true, statusText: "Hello" })',
    go: login,
    statusText: 'Hello',
  },
  {
    name: 'pending, after the link',
    options: byMail,
    go: async (server) => {
      await login(server);
      await server.get((await secretOf(server))?.link ?? '');
      return login(server);
    },
  },
  {
    name: 'pending, by the code',
    options: byMail,
    go: async (server) => {
      await login(server, { send: 'code' });
      return server.post('/mobileapp/$verify', { body: { token: (await secretOf(server))?.code } });
    },
  },
  {
    name: 'pending, accepted by hand',
    options: { policy: { otherwise: { outcome: 'pending' } } },
    go: async (server) => {
      await login(server);
      const file = `${SEED_APPLICATION}/${SEED_NAME}`;
      server.write(file, (server.read(file) ?? '').replace('"pending"', '"accepted"'));
      await server.refresh();
      return login(server);
    },
  },
];

const PENDING: readonly Road[] = [
  { name: 'the policy', options: { policy: { otherwise: { outcome: 'pending' } } }, go: login },
  { name: 'the policy, again', options: { policy: { otherwise: { outcome: 'pending' } } }, go: twice },
  { name: 'a mail', options: byMail, go: login, statusText: 'Verify your email address' },
  { name: 'a mail, again', options: byMail, go: twice },
  { name: 'a guest, who has no address', options: byMail, go: (server) => login(server, { email: '' }) },
  { name: 'a module', module: 'export default () => ({ success: true, verify: true })', go: login },
  { name: 'Android', options: byMail, go: android },
  { name: 'a token that is null', options: { ...byMail, pendingToken: 'null' }, go: login },
];

describe('The answers to a login', () => {
  const folder = temporaryFolder();

  const answerOf = async ({ options, module, files, go }: Road, look: (answer: Answer) => void) => {
    const file = path.join(folder(), 'hook.mjs');
    if (module !== undefined) fs.writeFileSync(file, module);
    const hook = module === undefined ? {} : { authenticationModule: file };
    await withServer({ ...options, ...hook }, async (server) => look(await go(server)), files);
  };

  for (const road of ACCEPTED) {
    it(`the answer to a login that is accepted has all that both SDKs read: ${road.name}`, () =>
      answerOf(road, ({ status, json, text }) => {
        assert.equal(status, 200, text);
        assert.equal(json.success, true, 'AuthResponse.kt: a boolean that must be there');
        assert.deepEqual(storedByIos(json), { id: json.id, token: json.token, statusText: road.statusText ?? '' });
      }));
  }

  for (const road of PENDING) {
    it(`the answer to a login that waits has all that both SDKs read: ${road.name}`, () =>
      answerOf(road, ({ status, json, text }) => {
        assert.equal(status, 200, text);
        assert.equal(json.success, true);
        assert.equal(typeof json.id, 'string');
        // A token of any kind, an empty one too, is a login for Android.
        assert.ok((json.token ?? undefined) === undefined);
        assert.ok(json.statusText, 'it is all that the user is shown');
        if (road.statusText !== undefined) assert.equal(json.statusText, road.statusText);
      }));
  }
});

/**
 * An answer as iOS keeps it, and reads it back at its next start (docs/facts/4d-mobile.md#the-answer-to-a-login): each
 * of the three must be a text, and `userInfo` an object or nothing.
 */
function storedByIos({ id, token, statusText, userInfo = {} }: Answer['json']): object {
  for (const text of [id, token, statusText]) assert.equal(typeof text, 'string');
  assert.ok(id !== '' && token !== '');
  assert.equal(Object.getPrototypeOf(userInfo), Object.prototype);
  return { id, token, statusText };
}
