import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { assertSystemOptions } from '../../src/server/systemOptions';
import { SYSTEMS } from '../../src/server/systems';
import { SPECIAL_FILES } from '../disk/specialFiles';
import { onPosix, temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';

/** More than the threads that all work with files shares. */
const MANY = 8;
const HANDLERS = 'Project/Sources/HTTPHandlers.json';

describe('special files of a project and of a MobileApps folder', () => {
  const temporary = temporaryFolder();
  let server: DevServer;
  let control: HttpControlClient;
  const at = (...parts: string[]) => path.join(temporary(), ...parts);
  const logs: string[] = [];

  beforeEach(async () => {
    logs.length = 0;
    writeTree(temporary(), { [HANDLERS]: [], 'WebFolder/index.html': 'Hello', 'MobileApps/other': '' });
    const options = { mobileApps: at('MobileApps'), web: { project: temporary() } };
    server = await DevServer.start(options, { log: (line) => logs.push(line) });
    control = new HttpControlClient(server.address());
  });

  afterEach(() => server.close());

  const get = (target: string, headers: Record<string, string> = {}) =>
    call(server.address().url, { path: target, headers });
  const login = (changes: object = {}) => {
    const body = { ...iosBody(), ...changes };
    return call(server.address().url, {
      method: 'POST',
      path: '/mobileapp/$authenticate',
      headers: { 'X-QMobile': '1', 'Content-Type': 'application/json' },
      body,
    });
  };
  const told = async (): Promise<string> => {
    return JSON.stringify(await control.journal());
  };

  const places: Record<
    string,
    { readonly file: string; ask: () => Promise<{ status: number }>; readonly status: number }
  > = {
    'a page': { file: 'WebFolder/special.html', ask: () => get('/special.html'), status: 404 },
    'the file of the request handlers': { file: HANDLERS, ask: () => get('/other/page'), status: 404 },
    'the key of the mobile editor': {
      file: 'MobileApps/key.mobileapp',
      ask: () => get('/mobileapp/Table', { authorization: 'Bearer some-key' }),
      status: 401,
    },
  };
  for (const [place, { file, ask, status }] of Object.entries(places)) {
    for (const [what, { make, words }] of Object.entries(SPECIAL_FILES)) {
      onPosix(`${what} in place of ${place} stalls nobody, and the reason is told`, async () => {
        fs.rmSync(at(file), { force: true });
        const end = await make(at(file));
        try {
          const asked = Promise.all(Array.from({ length: MANY }, ask));
          assert.equal((await login()).status, 200);
          assert.equal((await get('/index.html')).text, 'Hello');
          // A folder with the name of a page is sent to the path with a slash, and a link that leads nowhere is no page.
          const isPage = file.startsWith('WebFolder');
          const answers = await asked;
          if (isPage && what === 'a folder') return;
          assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([status]));
          if (isPage && /link (that leads nowhere|to itself)/.test(what)) return;
          // A file that is not there is none: no handlers, no key.
          if (what === 'a link that leads nowhere' && file === HANDLERS) return;
          if (what === 'a link to itself' && file === HANDLERS) return;
          // No link of the folder of pages leads out of it.
          const expected = isPage && what.includes('/dev/') ? /leads out of the folder of pages/ : words;
          assert.match(`${await told()}\n${logs.join('\n')}`, expected);
        } finally {
          await end();
        }
      });
    }
  }

  for (const [what, { make, words }] of Object.entries(SPECIAL_FILES)) {
    if (what === 'a folder') continue;
    const asFolder = /sparse/.test(what) ? /is a file; give a folder/ : words;
    onPosix(`${what} in place of the MobileApps folder is refused at the start, with the option`, async () => {
      const end = await make(at('special'));
      try {
        const options = checkedOptions({ mobileApps: at('special') });
        await assert.rejects(
          assertSystemOptions(options, SYSTEMS, () => {}),
          (error: Error) => {
            assert.match(error.message, /“mobileApps” names .*special, which is a /);
            assert.match(error.message, asFolder);
            return true;
          },
        );
      } finally {
        await end();
      }
    });

    onPosix(
      `${what} that takes the place of the MobileApps folder is told at a login, until the folder is back`,
      async () => {
        fs.renameSync(at('MobileApps'), at('away'));
        const end = await make(at('MobileApps'));
        const answer = await login();
        assert.equal(answer.status, 500);
        assert.match(answer.text, /The session file could not be written/);
        assert.match(await told(), asFolder);
        await end();
        fs.rmSync(at('MobileApps'), { force: true });
        fs.renameSync(at('away'), at('MobileApps'));
        assert.equal((await login()).status, 200);
      },
    );
  }

  it('a MobileApps folder that goes away is made again at a login', async () => {
    fs.rmSync(at('MobileApps'), { recursive: true });
    assert.equal((await login()).status, 200);
    assert.ok(fs.statSync(at('MobileApps')).isDirectory());
  });

  it('a session file of 100 MB is not read at a login, which is refused with the reason', async () => {
    assert.equal((await login()).status, 200);
    const [application = ''] = fs
      .readdirSync(at('MobileApps'))
      .filter((name) => name.includes('.') && !name.startsWith('key'));
    const [name = ''] = fs.readdirSync(at('MobileApps', application));
    const file = at('MobileApps', application, name);
    fs.truncateSync(file, 100_000_000);
    const answer = await login({ email: 'another@example.com' });
    assert.equal(answer.status, 500);
    assert.match(await told(), /The file has 100 MB; a session file has less than 1 kB/);
    assert.equal(fs.statSync(file).size, 100_000_000);
  });

  onPosix('a session file and its folders that the server makes are readable by this user alone', async () => {
    fs.rmSync(at('MobileApps'), { recursive: true });
    assert.equal((await login()).status, 200);
    const modes = Object.fromEntries(
      fs
        .readdirSync(temporary(), { recursive: true, withFileTypes: true })
        .filter(({ parentPath, name }) => path.join(parentPath, name).includes('MobileApps'))
        .map((entry) => [
          entry.isDirectory() ? 'folder' : 'file',
          fs.statSync(path.join(entry.parentPath, entry.name)).mode & 0o777,
        ]),
    );
    assert.deepEqual(modes, { folder: 0o700, file: 0o600 });
  });
});
