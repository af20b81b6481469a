import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Workbench } from './workbench';

const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');
const WRONG_STATUS = 'acepted';
const SESSION = `${SEED_APPLICATION}/${SEED_NAME}`;

/** What most public 4D projects have in it. */
const GITIGNORE = `# 4D
[dD][aA][tT][aA]/
[lL]ogs/
[pP]roject/[dD]erived[dD]ata/
userPreferences.*/
*.4DZ
`;

/** A 4D project as 4D makes it, in this folder. */
function project(folder: string): Record<string, string> {
  const files = {
    'Project/Contact.4DProject': '{"compatibilityVersion": 2040}',
    'Project/Sources/folders.json': '{}',
    'Project/Sources/catalog.4DCatalog': '<?xml version="1.0" encoding="UTF-8"?><base name="Contact"/>',
    'Project/Sources/Methods/compiler.4dm': '//%attributes = {"invisible":true}',
    'Resources/en.lproj/messages.xlf': '<?xml version="1.0"?><xliff version="1.0"/>',
    '.gitignore': GITIGNORE,
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [path.posix.join(folder, name), text]));
}

describe('where 4D developers work', () => {
  let window: Workbench;
  let folder: string;

  before(async () => {
    window = await Workbench.open();
  });

  after(() => window.close());

  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'presence-')));
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`.slice(0, 80));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  /** What is written through another name of a file is told to those who watch the folder of that name only. */
  function writeUntold(name: string, text: string): void {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    const link = path.join(elsewhere, 'name');
    fs.linkSync(path.join(folder, name), link);
    fs.writeFileSync(link, text);
    fs.rmSync(elsewhere, { recursive: true });
  }

  const untilFinding = () =>
    window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes(WRONG_STATUS)),
      'the finding in Problems',
    );

  for (const git of ['with', 'without']) {
    it(`a 4D project whose Data folder git ignores, ${git} a repository, has its findings before anything is clicked`, async () => {
      write({ ...project(''), [`Data/MobileApps/${SESSION}`]: MISSPELT, 'Data/data.4DD': '' });
      if (git === 'with') write({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/config': '[core]\n' });
      await window.visit(folder);
      await untilFinding();
      await window.visit(folder, path.join(folder, 'Data/MobileApps', SESSION));
      await window.statusBarItem('4D Mobile Session').waitFor();
    });
  }

  it('a folder that holds several 4D projects has the findings of all', async () => {
    write({ ...project('sales'), ...project('support'), [`support/Data/MobileApps/${SESSION}`]: MISSPELT });
    await window.visit(folder);
    await untilFinding();
  });

  const untilRows = (wanted: string[]) =>
    window.until(
      async () => (await window.rows('Mobile Sessions')).map(({ label, level }) => `${level} ${label}`),
      (rows) => rows.join() === wanted.join(),
      `the rows ${wanted.join(', ')}`,
    );

  it('a MobileApps folder is known when it is opened by itself, whatever its name', async () => {
    write({ [SESSION]: MISSPELT, 'key.mobileapp': 'x' });
    await window.visit(folder);
    await untilFinding();
    await window.openView('Session Workbench');
    await untilRows([`1 ${path.basename(folder)}`, '2 Contact', '2 Other files']);
  });

  it('an application folder is known when it is opened by itself, and nothing beside it', async () => {
    write({
      [SESSION]: MISSPELT,
      [`com.example.other/${SEED_NAME}`]: '{',
      [`${SEED_APPLICATION}/manifest.json`]: '{}',
    });
    await window.visit(path.join(folder, SEED_APPLICATION));
    await untilFinding();
    assert.equal((await window.problems()).length, 2);
    await window.openView('Session Workbench');
    await untilRows(['1 Contact']);
  });

  it('a session file is known when it is opened by itself, and nothing beside it', async () => {
    write({ [SESSION]: MISSPELT, [`${SEED_APPLICATION}/${'f'.repeat(40)}`]: '{' });
    await window.visit(undefined, path.join(folder, SESSION));
    await window.statusBarItem('4D Mobile Session').waitFor();
    assert.equal(await window.wokenBy(), 'onLanguage:4d-mobile-session');
    await untilFinding();
    assert.equal((await window.problems()).length, 2);
    await window.openView('Session Workbench');
    await untilRows(['1 Contact']);
  });

  it('a file that was changed without an event is seen when one comes back to the window', async () => {
    write({ ...project(''), [`Data/MobileApps/${SESSION}`]: MISSPELT });
    await window.visit(folder);
    await untilFinding();
    writeUntold(`Data/MobileApps/${SESSION}`, MISSPELT.replace('acepted', 'accepte'));
    assert.ok((await window.problems()).some((row) => row.includes(WRONG_STATUS)));
    await window.leaveAndComeBack();
    await window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes('it is "accepte"')),
      'the other finding in Problems',
    );
  });

  it('scenarios that were changed without an event are seen when one comes back to the window', async () => {
    const scenario = (name: string, ...more: object[]) =>
      JSON.stringify({ name, actors: { A: { role: 'browser' } }, steps: [{ note: 'Only this' }, ...more] });
    write({
      ...project(''),
      'whole.scenario.json': scenario('Whole', { include: 'part.scenario.json' }),
      'part.scenario.json': scenario('Part'),
      'other.scenario.json': scenario('Early name'),
    });
    await window.visit(folder, path.join(folder, 'whole.scenario.json'));
    await window.openView('Testing');
    const tests = window.page.locator('.test-explorer .monaco-list-row');
    await tests.filter({ hasText: 'Early name' }).waitFor();
    await window.openView('Session Workbench');
    await window.palette('Session Workbench: Focus on Flows View');
    await window.row('Early name', 'Flows').waitFor();
    assert.deepEqual(
      (await window.problems()).filter((row) => row.includes('part.scenario.json')),
      [],
    );
    writeUntold('part.scenario.json', scenario('Part').replace('"note"', '"nte"'));
    writeUntold('other.scenario.json', scenario('Late name'));
    await window.leaveAndComeBack();
    await window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes('"part.scenario.json" is at fault')),
      'the finding of the included file in Problems',
    );
    await window.row('Late name', 'Flows').waitFor();
    await window.openView('Testing');
    await tests.filter({ hasText: 'Late name' }).waitFor();
  });

  it('the extension sleeps in a workspace of something else', async () => {
    write({
      'package.json': '{}',
      'project/main.ts': '',
      'data/users.json': '{}',
      [`.cache/${SEED_NAME}`]: '',
      [`objects/${SEED_NAME}`]: '',
      [`v1.0/${SEED_NAME}.png`]: '',
    });
    await window.visit(folder);
    assert.equal(await window.wokenBy(), undefined);
  });
});
