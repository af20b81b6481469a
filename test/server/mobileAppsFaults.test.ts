import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import { DENIED_FOLDER, FOLDER_FAULTS } from '../disk/folderFaults';
import { onPosix, temporaryFolder, unprivileged } from '../disk/temporaryFolder';
import { type Answer, call } from './httpCall';
import { iosBody } from './mobile/devices';

describe('What takes the place of the MobileApps folder of a running server', () => {
  const temporary = temporaryFolder();
  let server: DevServer;
  let token: string;
  const folder = () => path.join(temporary(), 'MobileApps');
  const ask = (method: string, target: string, body?: unknown, more: Record<string, string> = {}) =>
    call(`${server.address().url}${target}`, {
      method,
      headers: { 'X-QMobile': '1', ...more },
      ...(body !== undefined && { body }),
    });
  const control = (method: string, target: string, body?: unknown) =>
    call(`${server.address().controlUrl}${target}`, {
      method,
      headers: { authorization: `Bearer ${server.address().controlToken}` },
      ...(body !== undefined && { body }),
    });
  const login = (email: string) =>
    ask('POST', '/mobileapp/$authenticate', iosBody({ email, device: { id: email, description: 'iPhone' } }));

  beforeEach(async () => {
    server = await DevServer.start({ mobileApps: folder() }, { log: () => {} });
    token = (await login('jane@example.com')).json.token;
    assert.equal(typeof token, 'string');
  });
  afterEach(() => server.close());

  const withToken = (method: string, target: string, body?: unknown) =>
    ask(method, target, body, { authorization: `Bearer ${token}` });
  const refresh = () => control('POST', '/mobile/refresh');
  /** Calls that need nothing of the folder, or can do without it. */
  const calm: readonly (() => Promise<Answer>)[] = [
    () => withToken('GET', '/mobileapp/$info'),
    () => control('GET', '/mobile/sessions'),
    () => control('GET', '/state'),
    async () => control('PUT', '/snapshot', (await control('GET', '/snapshot')).json),
  ];
  /** Calls that read or write a file of the folder. Some do without it where there is no file. */
  const telling: readonly (() => Promise<Answer>)[] = [
    () => login('john@example.com'),
    () => ask('GET', '/mobileapp/'),
    () => withToken('POST', '/mobileapp/$userInfo', { device: { token: 'x' } }),
    () => withToken('POST', '/mobileapp/$logout', {}),
  ];

  for (const [what, { make, words }] of Object.entries(FOLDER_FAULTS)) {
    const as = what === DENIED_FOLDER ? unprivileged : <T>(run: () => Promise<T>) => run();
    onPosix(`a running server tells of ${what} in place of its MobileApps folder, and keeps its sessions`, async () => {
      fs.renameSync(folder(), path.join(temporary(), 'away'));
      await make(folder());
      const refused = await as(refresh);
      assert.deepEqual([refused.status, refused.json.error.code], [409, 'mobile-apps-unusable']);
      assert.match(refused.json.error.message, words);
      for (const run of calm) assert.ok((await as(run)).status < 300);
      for (const run of telling) {
        const { status } = await as(run);
        const { entries } = await new HttpControlClient(server.address()).journal();
        const causes = JSON.stringify(entries.at(-1)?.causes);
        // The reason is the folder, or the rights on the file in it.
        if (status === 500) assert.match(causes, new RegExp(`${words.source}|You may not (?:read|write) `));
        assert.doesNotMatch(causes, /\bE[A-Z]{4,}\b/);
        if (run === telling[0]) assert.equal(status, 500);
      }
      fs.rmSync(folder(), { recursive: true, force: true });
      fs.renameSync(path.join(temporary(), 'away'), folder());
      assert.equal((await refresh()).status, 200);
    });
  }
});
