import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { encodeToken } from '../../../src/core/session/connectionToken';
import { applicationFolderName } from '../../../src/core/session/location';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { onPosix } from '../../disk/temporaryFolder';
import { type MobileHarness, mobileServer } from '../mobileHarness';
import { iosBody } from './devices';

/** A file that must never be written, changed or removed. */
const OUTSIDE = '../outside';
const KEY = 'key.mobileapp';

/** What could lead somewhere else, or nowhere, on one system or another. */
const NASTY = [
  '..',
  '.',
  '/',
  '\\',
  '../outside',
  '..\\outside',
  '/etc/passwd',
  'C:\\x',
  'C:x',
  '//host/share',
  '\0',
  'a\0b',
  'con',
  'NUL.txt',
  'aux',
  'com1',
  'lpt9.x',
  'x.',
  'x ',
  ' ',
  '.hidden',
  'a/../../outside',
  '%2e%2e%2foutside',
  'key.mobileapp',
  'KEY.MobileApp',
  'x:stream',
  'x*',
  'x?',
  '\u202e',
  '\ud800',
  'é',
  'e\u0301',
  'ﬁ',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  'é'.repeat(200),
  '\n',
  '~',
  '-rf',
];

const id = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom('..', '/', '\\', '.', 'a', ':', '\0', ' '), { maxLength: 6 }).map((parts) => parts.join('')),
);

describe('ids in a request', () => {
  const server = mobileServer();

  function prepare({ folder }: MobileHarness): void {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, OUTSIDE), 'outside');
    fs.writeFileSync(path.join(folder, KEY), 'key');
  }

  /** Nothing is there but what must be, and files directly in an application folder, of sessions that are in memory. */
  async function assertContained(): Promise<void> {
    const files = server().files();
    const sessions = (await server().sessions()).sessions.map(({ file }) => file).sort();
    assert.deepEqual(
      files.filter((file) => file !== OUTSIDE && file !== KEY),
      sessions,
    );
    for (const file of sessions) assert.match(file, /^[^/\\]+\/[0-9a-f]{40}$/u);
    assert.equal(server().read(OUTSIDE), 'outside');
    assert.equal(server().read(KEY), 'key');
  }

  it('no id in a request makes a file outside the MobileApps folder, or one with another name than 4D’s', async () => {
    prepare(server());
    await fc.assert(
      fc.asyncProperty(id, fc.option(id, { nil: undefined }), id, async (application, team, device) => {
        const body = iosBody({
          application: { id: application, name: 'x', version: '1' },
          team: team === undefined ? undefined : { id: team },
          device: { id: device, description: 'x' },
        });
        const { status, json } = await server().post('/mobileapp/$authenticate', { body });
        if (status === 200) {
          const sessionId = deriveSessionId({ applicationId: application, teamId: team ?? '', deviceId: device });
          assert.equal(json.id, sessionId);
          assert.ok(server().read(`${applicationFolderName(application, team ?? '')}/${sessionId}`));
          assert.deepEqual((await server().post('/mobileapp/$logout', { token: json.token })).json, { ok: true });
        } else {
          assert.equal(status, 400, JSON.stringify(json));
          assert.equal(json.__ERRORS[0].errCode, 1904);
        }
      }),
      { numRuns: 150 },
    );
    await assertContained();
  });

  it('no id of a token reads, changes or removes any other file', async () => {
    prepare(server());
    await server().post('/mobileapp/$authenticate', { body: iosBody() });
    await fc.assert(
      fc.asyncProperty(id, id, id, async (appNameID, name, teamID) => {
        const token = encodeToken({ appNameID, id: name, teamID });
        const answers = await Promise.all([
          server().post('/mobileapp/$logout', { token }),
          server().post('/mobileapp/$userInfo', { token, body: { device: { token: 'push' } } }),
          server().get('/mobileapp/$info', { token }),
        ]);
        assert.deepEqual(
          answers.map(({ status }) => status),
          [401, 401, 401],
        );
      }),
      { numRuns: 60 },
    );
    await assertContained();
  });

  onPosix('no id in a request leads through a link in the MobileApps folder', async () => {
    prepare(server());
    const elsewhere = path.join(server().folder, '../elsewhere');
    fs.mkdirSync(elsewhere);
    fs.symlinkSync(elsewhere, path.join(server().folder, 'UTT7VDX8W5.com.contactApp.Contact'));
    const { status } = await server().post('/mobileapp/$authenticate', { body: iosBody() });
    assert.ok(status >= 400);
    assert.deepEqual(fs.readdirSync(elsewhere), []);
    assert.deepEqual((await server().sessions()).sessions, []);
  });
});
