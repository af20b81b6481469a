import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { diskFiles } from '../../src/disk/userFile';
import { DiskBudget } from '../../src/scenario/diskBudget';
import { MobileFiles } from '../../src/scenario/mobileFiles';
import type { RunnerOptions } from '../../src/scenario/runnerOptions';
import { temporaryFolder } from '../disk/temporaryFolder';
import { devServers } from '../server/devServers';
import { runAll, ScenarioBench, startDevServer, told } from './scenarioServers';

const LIMIT = 1_000_000;
const BLOCK = 4096;
const REFUSED =
  /^(.* is not written: with it, the run would write more than 1000000 bytes; raise the option diskBytes\.)/m;

describe('What a run may write to the disk', () => {
  const temporary = temporaryFolder();
  const start = devServers();
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const scenario = (steps: readonly unknown[], mobileApps?: string) =>
    bench.write('disk.scenario.json', {
      name: 'Disk',
      ...(mobileApps !== undefined && { server: { mobileApps } }),
      actors: { Server: { role: 'server' } },
      variables: { text: 'x'.repeat(100_000) },
      steps,
    });
  const createFile = (file: string, text: string) => ({ event: { createFile: { file, text } } });
  const many = <T>(times: number, step: (n: number) => T) => Array.from({ length: times }, (_, n) => step(n));
  /** What all files and folders below a folder take. */
  const sizeOf = (root: string) =>
    fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry) => (entry.isFile() ? fs.statSync(path.join(entry.parentPath, entry.name)).size : 0))
      .reduce((sum, size) => sum + Math.max(size, BLOCK), 0);
  /** A server of the run's own, which tells where the run has its files. */
  const watched = (tell: (folder: string) => void): Pick<RunnerOptions, 'server'> => ({
    server: {
      start: (options, ...more) => {
        tell(String(options.mobileApps));
        return startDevServer(options, ...more);
      },
    },
  });

  /** Each writes a multiple of the limit. */
  const ways: Readonly<Record<string, readonly object[]>> = {
    'one large file': [createFile('a/1', '{{text}}'.repeat(11))],
    'many large files': many(30, (n) => createFile(`a/${n}`, '{{text}}')),
    'the same file again and again': many(30, () => createFile('a/1', '{{text}}')),
    'a file that is changed again and again': [
      createFile('a/1', '{}'),
      ...many(30, (n) => ({ event: { editFile: { file: 'a/1', text: `{{text}}${n}` } } })),
    ],
    'one value of a file that is set again and again': [
      createFile('a/1', '{"status":"{{text}}"}'),
      ...many(30, (n) => ({ event: { editFile: { file: 'a/1', set: { '/n': n } } } })),
    ],
    'files that are deleted meanwhile': many(15, (n) => n).flatMap((n) => [
      createFile(`a/${n}`, '{{text}}'),
      { event: { deleteFile: { file: `a/${n}` } } },
    ]),
    'a folder that is deleted meanwhile': many(15, (n) => n).flatMap((n) => [
      createFile(`a/${n}`, '{{text}}'),
      { event: { deleteAllFiles: true } },
    ]),
    'very many empty files': many(300, (n) => createFile(`a/${n}`, '')),
    'folders in folders': many(3, (n) => createFile(`${n}/${'d/'.repeat(200)}f`, '')),
  };
  for (const [what, steps] of Object.entries(ways)) {
    it(`a run cannot fill the disk with ${what}`, async () => {
      let copy = '';
      const runner = bench.runner(scenario(steps), { diskBytes: LIMIT, ...watched((folder) => (copy = folder)) });
      const { verdict, results } = await runAll(runner);
      assert.equal(verdict, 'failed');
      assert.match(results.flatMap(({ failures }) => failures.map(({ message }) => message)).join('\n'), REFUSED);
      if (fs.existsSync(copy)) assert.ok(sizeOf(copy) <= LIMIT);
    });

    it(`a run of a server that runs already cannot fill the disk with ${what}`, async () => {
      const folder = path.join(temporary(), 'MobileApps');
      const server = await start({ mobileApps: folder });
      const runner = bench.runner(scenario(steps), { diskBytes: LIMIT, server: { address: server.address() } });
      const { results } = await runAll(runner);
      assert.match(results.flatMap(({ failures }) => failures.map(({ message }) => message)).join('\n'), REFUSED);
      if (fs.existsSync(folder)) assert.ok(sizeOf(folder) <= LIMIT);
    });
  }

  /** Each makes a MobileApps folder whose copy is larger than the limit. */
  const folders: Readonly<Record<string, (folder: string) => void>> = {
    'a sparse file': (folder) => sparse(path.join(folder, 'a'), 2_000_000),
    'many sparse files': (folder) => {
      for (let n = 0; n < 30; n++) sparse(path.join(folder, `${n}`), 60_000);
    },
    'very many empty files': (folder) => {
      for (let n = 0; n < 300; n++) sparse(path.join(folder, `${n}`), 0);
    },
    'very many empty folders': (folder) => {
      for (let n = 0; n < 300; n++) fs.mkdirSync(path.join(folder, `${n}`));
    },
    'one file too many in a folder deep down': (folder) => {
      const deep = path.join(folder, 'a/b/c');
      fs.mkdirSync(deep, { recursive: true });
      // The folder itself and three in it are counted too.
      sparse(path.join(deep, 'fits'), LIMIT - 5 * BLOCK + 1);
      sparse(path.join(deep, 'last'), 0);
    },
  };
  function sparse(file: string, size: number): void {
    fs.writeFileSync(file, '');
    fs.truncateSync(file, size);
  }
  for (const [what, fill] of Object.entries(folders)) {
    it(`a MobileApps folder with ${what} is refused before anything of it is copied`, async () => {
      const original = path.join(temporary(), 'MobileApps');
      fs.mkdirSync(original, { recursive: true });
      fill(original);
      const disk = new DiskBudget(LIMIT, 'raise the option diskBytes');
      const read: string[] = [];
      const files = {
        ...diskFiles,
        read: (file: string, ...rules: [Parameters<typeof diskFiles.read>[1]]) => {
          read.push(file);
          return diskFiles.read(file, ...rules);
        },
      };
      await assert.rejects(MobileFiles.temporary(files, disk, original), (error: Error) => {
        assert.match(
          error.message,
          /^The MobileApps folder of the scenario cannot be copied: .* would write more than/,
        );
        assert.match(error.message, /raise the option diskBytes\./);
        return true;
      });
      assert.deepEqual(read, []);
      const runner = bench.runner(scenario([{ event: { refresh: true } }], original), { diskBytes: LIMIT });
      await assert.rejects(runner.start(), /raise the option diskBytes/);
    });
  }

  it('a run may write exactly as much as its limit says, the copy of its folder included', async () => {
    const original = path.join(temporary(), 'MobileApps');
    fs.mkdirSync(path.join(original, 'a'), { recursive: true });
    fs.writeFileSync(path.join(original, 'a', '1'), 'x'.repeat(100_000));
    const file = scenario([createFile('a/2', '{{text}}'), createFile('b/3', '')], original);
    // The copy is a folder, one in it and a file; the last step makes another one.
    const whole = 2 * BLOCK + 100_000 + 100_000 + 2 * BLOCK;
    assert.deepEqual(told((await runAll(bench.runner(file, { diskBytes: whole }))).results), []);
    const { results } = await runAll(bench.runner(file, { diskBytes: whole - 1 }));
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['passed', 'failed'],
    );
  });

  it('a step that is taken back may write again what it wrote', async () => {
    const file = scenario(many(3, (n) => createFile('a/1', `${n}{{text}}`)));
    const runner = bench.runner(file, { diskBytes: 2 * BLOCK + 300_003, keepsHistory: true });
    for (let round = 0; round < 5; round++) {
      for (let step = 0; step < 3; step++) assert.equal((await runner.step())?.verdict, 'passed');
      for (let step = 0; step < 3; step++) assert.equal(await runner.back(), true);
    }
  });

  it('what is saved for steps back has each content of a file once', async () => {
    const disk = new DiskBudget(LIMIT, 'raise it');
    const files = await MobileFiles.temporary(diskFiles, disk);
    try {
      files.write('a/1', 'x'.repeat(100_000));
      const contents = new Set<Uint8Array>();
      for (let step = 0; step < 20; step++) {
        files.write('a/2', `${step % 2}`);
        const saved = await files.save();
        for (const bytes of saved.files.values()) contents.add(bytes);
        if (step === 10) await files.restore(saved);
      }
      const sum = [...contents].reduce((all, { length }) => all + length, 0);
      assert.equal(sum, 100_020);
    } finally {
      files.dispose();
    }
  });
});
