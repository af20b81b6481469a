import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { onPosix, temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { devServers } from '../server/devServers';
import { runAll, ScenarioBench, SHIPPED, startDevServer, told } from './scenarioServers';

const APPLICATION = 'TEAM000001.com.example.app';
const actors = { Server: { role: 'server' } };

describe('Files that a scenario changes', () => {
  const temporary = temporaryFolder();
  let bench: ScenarioBench;
  /** What is the user's: outside of the MobileApps folder, and in it. */
  let outside: string;
  let folder: string;

  beforeEach(() => {
    bench = new ScenarioBench();
    outside = path.join(temporary(), 'outside');
    folder = path.join(temporary(), 'Data', 'MobileApps');
    writeTree(outside, { 'precious.txt': 'precious', 'sub/0123abcd': '{ "status": "pending" }' });
    writeTree(folder, { [`${APPLICATION}/0123abcd`]: '{ "status": "pending" }' });
  });
  afterEach(() => bench.close());

  const scenario = (steps: readonly unknown[], mobileApps?: string) =>
    bench.write('files.scenario.json', {
      name: 'Files',
      ...(mobileApps !== undefined && { server: { mobileApps } }),
      actors,
      steps,
    });
  /** Everything below a folder, links as what they say. */
  const treeOf = (root: string): Record<string, string> =>
    Object.fromEntries(
      fs.readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
        const whole = path.join(entry.parentPath, entry.name);
        const content = entry.isFile() ? fs.readFileSync(whole, 'utf8') : entry.isSymbolicLink() ? '(link)' : '';
        return [path.relative(root, whole), content];
      }),
    );
  const messages = async (file: string, options: Parameters<ScenarioBench['runner']>[1] = {}) => {
    const runner = bench.runner(file, options);
    const said: string[] = [];
    // One after the other, although one before has failed.
    for (;;) {
      const result = await runner.step();
      if (!result) break;
      said.push(result.failures[0]?.message ?? 'passed');
    }
    await runner.dispose();
    return said;
  };
  /** Puts something in the folder of a run as soon as its server has started: nobody has looked at it before. */
  const meddling = (meddle: (copy: string) => void): Parameters<ScenarioBench['runner']>[1] => ({
    server: {
      start: async (options, base, scratch, assertPath) => {
        const server = await startDevServer(options, base, scratch, assertPath);
        meddle(String(options.mobileApps));
        return server;
      },
    },
  });

  /** Whatever changes a file; each is tried on each path. */
  const changesOf = (file: string): Record<string, unknown> => ({
    deleteFile: { event: { deleteFile: { file } } },
    createFile: { event: { createFile: { file, text: 'changed' } } },
    'editFile text': { event: { editFile: { file, text: 'changed' } } },
    'editFile set': { event: { editFile: { file, set: { '/status': 'accepted' } } } },
    'expect file': { event: { refresh: true }, expect: { file: { path: file, exists: true } } },
  });

  onPosix('a scenario changes files of a copy that has no links, and nothing that is no plain file', async () => {
    fs.symlinkSync(path.join(outside, 'sub'), path.join(folder, 'TEAM.linked'));
    fs.symlinkSync(path.join(outside, 'precious.txt'), path.join(folder, APPLICATION, '4567abcd'));
    fs.symlinkSync('nowhere', path.join(folder, APPLICATION, 'dangling'));
    fs.linkSync(path.join(outside, 'precious.txt'), path.join(folder, APPLICATION, 'hard'));
    fs.symlinkSync('..', path.join(folder, APPLICATION, 'circle'));
    execFileSync('mkfifo', [path.join(folder, APPLICATION, 'pipe')]);
    const before = treeOf(outside);
    let copied: Record<string, string> = {};
    const steps = [
      ...Object.values(changesOf('TEAM.linked/0123abcd')),
      ...Object.values(changesOf(`${APPLICATION}/4567abcd`)),
      { event: { editFile: { file: `${APPLICATION}/hard`, text: 'changed' } } },
      { event: { deleteAllFiles: true } },
    ];
    // A link in place of the folder itself is what the user says.
    const link = path.join(temporary(), 'link');
    fs.symlinkSync(folder, link);
    const user = treeOf(folder);
    await messages(
      scenario(steps, link),
      meddling((copy) => {
        copied = treeOf(copy);
      }),
    );
    assert.deepEqual(copied, {
      [APPLICATION]: '',
      [`${APPLICATION}/0123abcd`]: '{ "status": "pending" }',
      [`${APPLICATION}/hard`]: 'precious',
    });
    assert.deepEqual(treeOf(outside), before);
    assert.deepEqual(treeOf(folder), user);
  });

  describe('paths that lead out', () => {
    const outsideOf: Record<string, { file: (outside: string) => string; says: RegExp }> = {
      'a way up': { file: () => '../../outside/precious.txt', says: /is not in the MobileApps folder/ },
      'a way up behind a folder': {
        file: () => `${APPLICATION}/../../escaped`,
        says: /is not in the MobileApps folder/,
      },
      'a whole path': {
        file: (outside) => path.join(outside, 'precious.txt'),
        says: /is not in the MobileApps folder|backslash/,
      },
      'a drive': { file: () => 'C:/precious.txt', says: /is not in the MobileApps folder/ },
      'the folder itself': { file: () => '.', says: /is not in the MobileApps folder/ },
      'separators of Windows': { file: () => '..\\..\\outside\\precious.txt', says: /written with \// },
      'a zero byte': { file: () => 'a\0b', says: /is not in the MobileApps folder/ },
    };
    for (const [what, { file, says }] of Object.entries(outsideOf)) {
      it(`a scenario changes no file outside of its folder: ${what}`, async () => {
        const before = treeOf(outside);
        const said = await messages(scenario(Object.values(changesOf(file(outside))), folder));
        for (const message of said) assert.match(message, says);
        assert.deepEqual(treeOf(outside), before);
      });
    }

    const meddlers: Record<string, { file: string; meddle: (copy: string, outside: string) => void; says: RegExp }> = {
      'through a folder that has become a link': {
        file: `${APPLICATION}/0123abcd`,
        meddle: (copy, to) => {
          fs.rmSync(path.join(copy, APPLICATION), { recursive: true });
          fs.symlinkSync(path.join(to, 'sub'), path.join(copy, APPLICATION));
        },
        says: /TEAM000001\.com\.example\.app is a symbolic link, and those are not followed/,
      },
      'through a link deeper down': {
        file: `${APPLICATION}/deep/sub/0123abcd`,
        meddle: (copy, to) => fs.symlinkSync(to, path.join(copy, APPLICATION, 'deep')),
        says: /app\/deep is a symbolic link/,
      },
      'through a file that has become a link': {
        file: `${APPLICATION}/0123abcd`,
        meddle: (copy, to) => {
          fs.rmSync(path.join(copy, APPLICATION, '0123abcd'));
          fs.symlinkSync(path.join(to, 'precious.txt'), path.join(copy, APPLICATION, '0123abcd'));
        },
        says: /0123abcd is a symbolic link/,
      },
      'through a link to what is not there yet': {
        file: `${APPLICATION}/new`,
        meddle: (copy, to) => fs.symlinkSync(path.join(to, 'new'), path.join(copy, APPLICATION, 'new')),
        says: /new is a symbolic link/,
      },
      'through a MobileApps folder that has become a link': {
        file: 'sub/0123abcd',
        meddle: (copy, to) => {
          fs.rmSync(copy, { recursive: true });
          fs.symlinkSync(to, copy);
        },
        says: /MobileApps is a symbolic link/,
      },
      'a pipe, which is not waited for': {
        file: `${APPLICATION}/pipe`,
        meddle: (copy) => void execFileSync('mkfifo', [path.join(copy, APPLICATION, 'pipe')]),
        says: /pipe is no plain file/,
      },
      'a folder in place of a file': {
        file: APPLICATION,
        meddle: () => {},
        says: /is a folder/,
      },
    };
    for (const [what, { file, meddle, says }] of Object.entries(meddlers)) {
      onPosix(`a scenario changes nothing but plain files of its folder: ${what}`, async () => {
        const before = treeOf(outside);
        const steps = Object.values(changesOf(file));
        const said = await messages(
          scenario(steps, folder),
          meddling((copy) => meddle(copy, outside)),
        );
        for (const message of said) assert.match(message, says);
        await messages(
          scenario([{ event: { deleteAllFiles: true } }], folder),
          meddling((copy) => meddle(copy, outside)),
        );
        assert.deepEqual(treeOf(outside), before);
      });
    }
  });

  onPosix('a step back brings files back as they were, and no links', async () => {
    const before = treeOf(outside);
    let copy = '';
    const file = scenario(
      [
        { event: { deleteFile: { file: `${APPLICATION}/0123abcd` } } },
        { event: { createFile: { file: `${APPLICATION}/new/0123`, text: 'new' } } },
        { event: { refresh: true } },
      ],
      folder,
    );
    const runner = bench.runner(file, {
      keepsHistory: true,
      ...meddling((made) => {
        copy = made;
      }),
    });
    await runner.step();
    await runner.step();
    await runner.step();
    fs.rmSync(path.join(copy, APPLICATION), { recursive: true });
    fs.symlinkSync(path.join(outside, 'sub'), path.join(copy, APPLICATION));
    fs.symlinkSync(path.join(outside, 'precious.txt'), path.join(copy, 'link'));
    for (let back = 0; back < 3; back++) assert.equal(await runner.back(), true);
    assert.deepEqual(treeOf(copy), treeOf(folder));
    assert.deepEqual(treeOf(outside), before);
  });

  it('no files are copied from a folder that has the copy in it', async () => {
    await assert.rejects(
      bench.runner(scenario([{ event: { refresh: true } }], '/')).step(),
      /cannot be copied: .* has the folder for temporary files in it/,
    );
  });

  it('a MobileApps folder that is no folder is told, with a way out', async () => {
    const file = path.join(temporary(), 'file');
    fs.writeFileSync(file, '{}');
    const odd: [string, RegExp][] = [
      [file, /file is no folder\./],
      [path.join(temporary(), 'nope'), /nope is not there\./],
      ...(process.platform === 'win32' ? [] : [['/dev/zero', /zero is no folder\./] as [string, RegExp]]),
      ...(process.platform === 'linux' ? [['/proc/self', /\/proc\/\S+ cannot be read: /] as [string, RegExp]] : []),
    ];
    for (const [place, why] of odd) {
      await assert.rejects(bench.runner(scenario([{ event: { refresh: true } }], place)).step(), (error: Error) => {
        assert.match(error.message, why);
        assert.match(error.message, /Name another in server\.mobileApps/);
        return true;
      });
    }
  });

  describe('a server that runs already', () => {
    const start = devServers();

    it('a scenario changes only the files of a running server that the run has made', async () => {
      const server = await start({ mobileApps: folder });
      const before = treeOf(folder);
      const run = (steps: readonly unknown[]) => messages(scenario(steps), { server: { address: server.address() } });
      const theirs = `${APPLICATION}/0123abcd`;
      const { 'expect file': look, ...changes } = changesOf(theirs);
      const others = [theirs.toUpperCase(), `${APPLICATION}/./0123abcd`].map((file) => ({
        event: { editFile: { file, text: 'changed' } },
      }));
      const said = await run([...Object.values(changes), { event: { deleteAllFiles: true } }, ...others]);
      for (const message of said) assert.match(message, /before this run|There is no file/);
      assert.deepEqual(treeOf(folder), before);
      const file = `${APPLICATION}/cafe0001`;
      assert.deepEqual(
        await run([
          look,
          { event: { createFile: { file, json: { status: 'pending' } } } },
          {
            event: { editFile: { file, set: { '/status': 'accepted' } } },
            expect: { file: { path: file, exists: true } },
          },
          { event: { deleteFile: { file } } },
        ]),
        ['passed', 'passed', 'passed', 'passed'],
      );
      assert.deepEqual(treeOf(folder), before);
    });

    it('a scenario may change the files of a login that the run makes', async () => {
      fs.rmSync(folder, { recursive: true });
      const server = await start({ mobileApps: folder });
      const file = 'UTT7VDX8W5.com.contactApp.Contact/{{sessionId}}';
      const steps = [
        { include: path.join(SHIPPED, 'mobile-login-accepted.scenario.json') },
        { event: { editFile: { file, set: { '/status': 'pending' } } } },
        { event: { deleteAllFiles: true } },
      ];
      const { results } = await runAll(bench.runner(scenario(steps), { server: { address: server.address() } }));
      assert.deepEqual(told(results), []);
      assert.ok(!fs.existsSync(folder));
    });
  });
});
