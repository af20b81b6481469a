import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Fixture } from './fixture';

const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');

describe('windows of all kinds', () => {
  let fixture: Fixture;
  let folder: string;

  beforeEach(() => {
    fixture = new Fixture();
    ({ folder } = fixture);
  });

  afterEach(async function () {
    await fixture.tidy(this.currentTest);
    await fixture.close();
  });

  /** A MobileApps folder with the seed's session in it, under this name. */
  const writeApps = (name: string, text = SEED_SESSION): string => {
    const application = path.join(folder, name, SEED_APPLICATION);
    fs.mkdirSync(application, { recursive: true });
    fs.writeFileSync(path.join(application, SEED_NAME), text);
    return path.join(folder, name);
  };

  it('a workspace of several folders shows the MobileApps folders of all, and their findings before any view is opened', async () => {
    writeApps('sales/Data/MobileApps', MISSPELT);
    writeApps('support/Data/MobileApps');
    const workspace = path.join(folder, 'both.code-workspace');
    fs.writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'sales' }, { path: 'support' }] }));
    const window = await fixture.open({ folder: workspace });
    await window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes('acepted')),
      'the finding in Problems',
    );
    await window.openView('Session Workbench');
    const rows = await window.until(
      () => window.rows(),
      (each) => each.length === 4,
      'both folders',
    );
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} · ${description}`),
      [
        'MobileApps · sales/Data',
        `Contact · 1 · 1 at fault · ${SEED_APPLICATION}`,
        'MobileApps · support/Data',
        `Contact · 1 · ${SEED_APPLICATION}`,
      ],
    );
    await window.screenshot('multi-root');
  });

  it('a window without a folder says what to do, opens a folder from anywhere, and closes it again', async () => {
    const apps = writeApps('Sessions of a server');
    const window = await fixture.open({ folder: undefined });
    await window.openView('Session Workbench');
    await window.page.locator('.part.sidebar').getByText('Open the folder of a 4D project').waitFor();
    await window.screenshot('no-folder');
    await window.page.locator('.part.sidebar').getByRole('button', { name: 'Open MobileApps Folder…' }).click();
    await window.chooseFolder(apps);
    await window.row('Contact').waitFor();
    await window.expand('Contact');
    await window.sessionRow('iPhone X').waitFor();
    await window.palette('Session Workbench: Close MobileApps Folder');
    await window.pick('Sessions of a server');
    await window.page.locator('.part.sidebar').getByText('Open the folder of a 4D project').waitFor();
  });

  it('an untrusted workspace is looked at and checked, but its settings name no folders', async () => {
    writeApps('MobileApps', MISSPELT);
    const outside = writeApps('../outside');
    fs.mkdirSync(path.join(folder, '.vscode'));
    fs.writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({ 'sessionWorkbench.mobileApps.folders': [outside] }),
    );
    try {
      const window = await fixture.open({
        workspaceTrust: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
      });
      await window.openView('Session Workbench');
      await window.row('Contact').waitFor();
      assert.deepEqual(
        (await window.rows()).map(({ label, description }) => `${label} · ${description}`),
        [`MobileApps · ${path.basename(folder)}`, `Contact · 1 · 1 at fault · ${SEED_APPLICATION}`],
      );
      await window.until(
        () => window.problems(),
        (rows) => rows.some((row) => row.includes('acepted')),
        'the finding in Problems',
      );
    } finally {
      fs.rmSync(outside, { recursive: true, force: true });
    }
  });

  it('a window in French speaks French in the tree and in Problems', async () => {
    writeApps('MobileApps', MISSPELT);
    const window = await fixture.open({ language: 'fr' });
    await window.until(
      () => window.problems(),
      (rows) => rows.some((row) => row.includes("doit avoir l'une des valeurs")),
      'the finding in Problems, in French',
    );
    await window.openView('Session Workbench');
    await window.palette('Session Workbench: Actualiser les sessions');
    await window.page
      .getByRole('treeitem', { name: /en erreur/ })
      .first()
      .waitFor();
    await window.screenshot('french');
  });

  it('everything can be reached with the keyboard alone', async () => {
    writeApps('MobileApps');
    const window = await fixture.open();
    await window.openView('Session Workbench');
    await window.row('Contact').waitFor();
    await window.palette('Session Workbench: Focus on Mobile Sessions View');
    const { keyboard } = window.page;
    // To the folder, the application, open it, and on to the session.
    const unfold = async () => {
      for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await keyboard.press(key);
    };
    await window.insist(unfold, window.sessionRow('iPhone X'), 'the application to be open');
    // From the application, also where the keys above were pressed again.
    for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await keyboard.press(key);
    await keyboard.press('Enter');
    await window.page.locator('.tab.active').filter({ hasText: SEED_NAME }).waitFor();
    await window.palette('Session Workbench: Focus on Mobile Sessions View');
    await keyboard.press('ControlOrMeta+Alt+f');
    await window.answer('iphone');
    await window.page.locator('.part.sidebar').getByText('“iphone”: 1 of 1 session').waitFor();
  });
});
