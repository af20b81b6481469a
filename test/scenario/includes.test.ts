import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { INCLUDE_LIMIT } from '../../src/core/scenario/scenarioLimits';
import { diskFiles } from '../../src/disk/userFile';
import { type LoadedScenario, loadScenario } from '../../src/scenario/loadScenario';
import { SPECIAL_FILES } from '../disk/specialFiles';

describe('files that a scenario includes', () => {
  let root: string;
  /** What was read, in order. */
  let opened: string[];

  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-includes-')));
    opened = [];
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const write = (name: string, steps: readonly object[]): string => {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ name, actors: { App: { role: 'app' } }, steps }));
    return file;
  };
  const load = (file: string, roots: readonly string[] = [path.join(root, 'in')]): Promise<LoadedScenario> =>
    loadScenario(file, {
      roots,
      files: {
        ...diskFiles,
        read: (each, rules) => {
          opened.push(path.relative(root, each));
          return diskFiles.read(each, rules);
        },
      },
    });
  const told = ({ findings }: LoadedScenario) => findings.map(({ message }) => message).join('\n');
  const including = (include: string) => write('in/main.scenario.json', [{ include }]);

  it('a diamond, a circle and links to the same file are read once each', async () => {
    write('in/base.json', [{ note: 'x' }]);
    fs.symlinkSync('base.json', path.join(root, 'in/link.json'));
    write('in/a.json', [{ include: 'base.json' }, { include: './link.json' }]);
    write('in/b.json', [{ include: 'base.json' }, { include: '../in/link.json' }]);
    const main = write('in/main.scenario.json', [{ include: 'a.json' }, { include: 'b.json' }, { include: 'a.json' }]);
    const { scenario } = await load(main);
    assert.equal(scenario?.steps.length, 6);
    assert.deepEqual(opened, ['in/a.json', 'in/b.json', 'in/base.json']);
    fs.symlinkSync('main.scenario.json', path.join(root, 'in/again.json'));
    write('in/b.json', [{ include: 'again.json' }]);
    assert.match(told(await load(main)), /in a circle/);
  });

  const SECRET = 'tellnobody';
  const outside: Readonly<Record<string, string>> = {
    'an absolute path': '/etc/passwd',
    'a device that never ends': '/dev/zero',
    'a folder above': '../secret.json',
    'a folder above in a long way': 'x/../../in/../secret.json',
    'a link to a file outside': 'link.json',
    'a link to a folder outside': 'folder/secret.json',
    'another machine': '//example.invalid/share/x.json',
    'a name beside that begins alike': '../inside/secret.json',
  };
  for (const [name, include] of Object.entries(outside)) {
    it(`what is outside is not opened: ${name}`, async () => {
      const main = including(include);
      for (const folder of ['', 'inside']) {
        fs.mkdirSync(path.join(root, folder), { recursive: true });
        fs.writeFileSync(path.join(root, folder, 'secret.json'), `${SECRET} {"steps":[],"actors":{}}`);
      }
      fs.symlinkSync('../secret.json', path.join(root, 'in/link.json'));
      fs.symlinkSync('..', path.join(root, 'in/folder'));
      const loaded = await load(main);
      assert.match(told(loaded), /is outside of .*in, so it is not included/);
      assert.deepEqual(opened, []);
      assert.ok(!told(loaded).includes(SECRET));
    });
  }

  describe('flows that ship', () => {
    const shipped = () => path.join(root, 'shipped');
    const loadWithShipped = (file: string, roots?: readonly string[]) =>
      loadScenario(file, { files: diskFiles, shipped: shipped(), ...(roots && { roots }) });

    beforeEach(() => {
      write('shipped/flow.json', [{ include: 'part.json' }]);
      write('shipped/part.json', [{ note: 'x' }]);
      write('in/x.json', [{ note: 'x' }]);
    });

    it('a flow that ships is included by its path, with what it includes itself', async () => {
      for (const include of ['../shipped/flow.json', path.join(shipped(), 'flow.json')]) {
        for (const roots of [[path.join(root, 'in')], undefined]) {
          const { scenario, findings } = await loadWithShipped(including(include), roots);
          assert.deepEqual(findings, []);
          assert.equal(scenario?.steps.length, 1);
        }
      }
    });

    it('a flow that ships is included where the folder of the extension is behind a link', async () => {
      fs.renameSync(shipped(), path.join(root, 'elsewhere'));
      fs.symlinkSync('elsewhere', shipped());
      const { findings } = await loadWithShipped(including('../shipped/flow.json'), [path.join(root, 'in')]);
      assert.deepEqual(findings, []);
    });

    it('the folder of what ships leads to no other folder', async () => {
      fs.symlinkSync('../secret.json', path.join(shipped(), 'out.json'));
      fs.writeFileSync(path.join(root, 'secret.json'), SECRET);
      for (const include of ['../shipped/out.json', '../shipped/../secret.json', '../shippedmore/x.json']) {
        const loaded = await loadWithShipped(including(include), [path.join(root, 'in')]);
        assert.match(told(loaded), /is outside of .*in, so it is not included/, include);
      }
    });

    it('a file that ships is no root for a scenario that is there', async () => {
      const loaded = await loadWithShipped(write('shipped/main.scenario.json', [{ include: '../in/x.json' }]));
      assert.match(told(loaded), /is outside of/);
    });
  });

  it('a scenario that is in no root includes files of its own folder', async () => {
    write('other/x.json', [{ note: 'x' }]);
    const { scenario } = await load(write('other/main.scenario.json', [{ include: 'x.json' }]));
    assert.equal(scenario?.steps.length, 1);
    assert.match(told(await load(write('other/up.scenario.json', [{ include: '../in/x.json' }]))), /outside/);
  });

  const foreign: Readonly<Record<string, string>> = {
    text: `${SECRET}: more`,
    'JSON of another kind': `{"${SECRET}": "${SECRET}"}`,
    'broken JSON': `{"${SECRET}": ${SECRET}`,
    nothing: '',
  };
  for (const [name, text] of Object.entries(foreign)) {
    it(`nothing of a file is repeated that is no scenario: ${name}`, async () => {
      const main = including('x.txt');
      fs.writeFileSync(path.join(root, 'in/x.txt'), text);
      assert.match(told(await load(main)), /"x\.txt" is no scenario/);
      const itself = await load(path.join(root, 'in/x.txt'));
      assert.match(told(itself), /^x\.txt is no scenario/);
      assert.ok(!JSON.stringify([await load(main), itself]).includes(SECRET));
    });
  }

  for (const [name, { make, words }] of Object.entries(SPECIAL_FILES)) {
    it(`a special file is refused with the reason or left unopened: ${name}`, async function () {
      if (process.platform === 'win32') this.skip();
      const main = including('x');
      const end = await make(path.join(root, 'in/x'));
      try {
        assert.match(
          told(await load(main)),
          new RegExp(`${words.source}|leads nowhere|is outside of|There is no file`),
        );
      } finally {
        await end();
      }
    });
  }

  it('a name that no file can have is not there', async () => {
    assert.match(told(await load(including('x\0y'))), /There is no file/);
  });

  it('more files than the limit are not read', async () => {
    const steps = Array.from({ length: INCLUDE_LIMIT.count + 10 }, (_, at) => ({ include: `i${at}.json` }));
    for (const { include } of steps) write(`in/${include}`, [{ note: 'x' }]);
    assert.match(told(await load(write('in/main.scenario.json', steps))), /above 100 \(INCLUDE_LIMIT\)/);
    assert.equal(opened.length, INCLUDE_LIMIT.count);
  });

  it('loading ends when it is aborted', async () => {
    const main = including('x.json');
    write('in/x.json', [{ note: 'x' }]);
    const signal = AbortSignal.abort();
    await assert.rejects(loadScenario(main, { files: diskFiles, signal }), { name: 'AbortError' });
  });
});
