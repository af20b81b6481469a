import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { temporaryFolder } from '../disk/temporaryFolder';
import { sessionWorkbench } from './testedApi';

const { check, run, startServer } = sessionWorkbench;

/** The forms that a path can have. */
const FORMS = {
  'a path': (file: string) => file,
  'the text of a file: URL': (file: string) => pathToFileURL(file).href,
  'a URL object': (file: string) => pathToFileURL(file),
} as const;

describe('paths and patterns in the package', () => {
  const folder = temporaryFolder();
  /** With characters that a URL, a glob or a shell would take for others. */
  const inner = () => path.join(folder(), 'a b [é] 100%25 #?&');
  const at = (name: string) => path.join(inner(), name);

  beforeEach(() => {
    const application = at('MobileApps/ABCDE12345.com.example.shop');
    fs.mkdirSync(application, { recursive: true });
    fs.writeFileSync(path.join(application, '7023d9205074199d1c16fc00d24354e778137675'), '{');
    fs.writeFileSync(at('schema.json'), '{}');
    fs.writeFileSync(at('team.json'), '{}');
    for (const name of ['one', 'two']) {
      const scenario = {
        name: `Scenario ${name}`,
        actors: { App: { role: 'app' }, Server: { role: 'server' } },
        steps: [],
      };
      fs.writeFileSync(at(`${name}.scenario.json`), JSON.stringify(scenario));
    }
  });

  for (const [words, form] of Object.entries(FORMS)) {
    it(`check takes ${words} wherever it takes a path`, async () => {
      const plain = await check(at('MobileApps'));
      assert.equal(plain.findings.length, 1);
      const options = { cwd: form(inner()), schema: form(at('schema.json')), config: form(at('team.json')) };
      for (const paths of [form(at('MobileApps')), [form(at('MobileApps'))], 'MobileApps'] as const) {
        const { folders, findings } = await check(paths, options);
        assert.deepEqual([folders, findings], [plain.folders, plain.findings]);
      }
    });

    it(`run takes ${words} wherever it takes a path`, async () => {
      const options = { cwd: form(inner()), root: form(folder()), report: form(at('report')) };
      const { scenarios, summary } = await run([form(at('one.scenario.json'))], options);
      assert.deepEqual([scenarios.map(({ name }) => name), summary.scenarios], [['Scenario one'], 1]);
      assert.ok(fs.existsSync(at('report/index.html')));
    });

    it(`startServer takes ${words} wherever it takes a path`, async () => {
      const first = await startServer({ mobileApps: form(at('MobileApps')), cwd: form(inner()) });
      assert.equal(fs.realpathSync(first.mobileApps), fs.realpathSync(at('MobileApps')));
      fs.writeFileSync(at('snapshot.json'), JSON.stringify(await first.control.snapshot.take()));
      await first.stop();
      const second = await startServer({ import: form(at('snapshot.json')) });
      await second.stop();
    });
  }

  it('a URL of another realm is one', async () => {
    const { href, protocol } = pathToFileURL(at('MobileApps'));
    const foreign = runInNewContext('({ href, protocol })', { href, protocol }) as URL;
    assert.equal((await check(foreign)).findings.length, 1);
    assert.equal(fileURLToPath(href), at('MobileApps'));
  });

  for (const paths of [new URL('http://127.0.0.1/a'), 'file:///a%2Fb', /a/, ['.', new URL('data:,a')]]) {
    it(`check and run refuse ${String(paths)}, which is no path of a file`, async () => {
      for (const call of [check, run] as const) {
        await assert.rejects(call(paths as string), {
          code: 'options',
          message: /takes a path, or a list of some, also as file: URLs/,
        });
      }
    });
  }

  for (const [grep, names] of [
    [/one$/, ['Scenario one']],
    [/SCENARIO T/i, ['Scenario two']],
    [/o/g, ['Scenario one', 'Scenario two']],
    [/^Scenario (?:one|x\/y)$/du, ['Scenario one']],
    [runInNewContext('/two/') as RegExp, ['Scenario two']],
    ['ONE', ['Scenario one']],
    ['/^scenario.*e$/i', ['Scenario one']],
  ] as const) {
    it(`grep of run takes ${typeof grep === 'string' ? 'the text ' : ''}${String(grep)}`, async () => {
      const { scenarios } = await run('.', { cwd: inner(), grep });
      assert.deepEqual(scenarios.map(({ name }) => name).sort(), names);
    });
  }

  it('a regular expression that is empty wants all names', async () => {
    assert.equal((await run('.', { cwd: inner(), grep: /(?:)/ })).scenarios.length, 2);
  });
});
