import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import type { Workbench } from './workbench';

const APPLICATION = 'FAKETEAMID.com.example.field-service';
const OTHER_APPLICATION = 'FAKETEAMID.com.example.shop';

describe('deleting, resetting, finding and comparing sessions, from the VSIX', () => {
  const fixture = new Fixture();
  const { mobileApps } = fixture;
  let workbench: Workbench;

  before(async () => {
    for (const { id, text } of [IPAD, IPHONE, PIXEL]) fixture.write(APPLICATION, id, text);
    fixture.write(APPLICATION, 'manifest.json', '{"made": "by 4D"}');
    fixture.write(APPLICATION, 'AuthKey_1.p8', 'not a key');
    fixture.write(OTHER_APPLICATION, SHOP.id, SHOP.text);
    fs.writeFileSync(path.join(mobileApps, 'key.mobileapp'), 'not a key either');
    workbench = await fixture.open();
    await workbench.openView('Session Workbench');
    await workbench.expand('Field Service');
    await workbench.sessionRow('iPhone 10').waitFor();
  });

  after(() => fixture.close());

  afterEach(async function () {
    await fixture.tidy(this.currentTest);
    // So that each test hears its own.
    if ((await workbench.notification('').count()) > 0) {
      await workbench.palette('Notifications: Clear All Notifications');
    }
  });

  const fileOf = (id: string, application = APPLICATION) => fixture.fileOf(application, id);
  const untilThere = (file: string, there = true) =>
    workbench.until(
      async () => fs.existsSync(file),
      (exists) => exists === there,
      `${file} to be ${there ? 'there' : 'gone'}`,
    );
  const question = () => workbench.page.locator('.monaco-dialog-box');
  const press = (message: string | RegExp, button: string) =>
    workbench.notification(message).getByRole('button', { name: button, exact: true }).click();
  const untilSelected = (name: string) =>
    workbench.sessionRow(name).and(workbench.page.locator('[aria-selected="true"]')).waitFor();

  it('one session is deleted after a question that names it, and that is undone byte for byte', async () => {
    await workbench.contextMenu(workbench.sessionRow('iPhone 10'), 'Delete Session…');
    await question().getByText('Delete the session of jane@example.com (iPhone 10)?').waitFor();
    await workbench.screenshot('delete-question');
    await workbench.dialog('Cancel');
    assert.equal(fs.readFileSync(fileOf(IPHONE.id), 'utf8'), IPHONE.text);

    await workbench.contextMenu(workbench.sessionRow('iPhone 10'), 'Delete Session…');
    await workbench.dialog('Delete');
    await untilThere(fileOf(IPHONE.id), false);
    await workbench.sessionRow('iPhone 10').waitFor({ state: 'detached' });
    await workbench.notification('The session of jane@example.com (iPhone 10) is deleted.').waitFor();
    await workbench.screenshot('deleted');
    await press('is deleted', 'Undo');
    await workbench.sessionRow('iPhone 10').waitFor();
    assert.equal(fs.readFileSync(fileOf(IPHONE.id), 'utf8'), IPHONE.text);
    await workbench.notification('Undone: Delete').waitFor();
  });

  it('the Delete key deletes what is selected, and never what the editor shows instead', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('Pixel 8'), PIXEL.id);
    const row = (device: string) => workbench.sessionRow(device);
    await workbench.selectBeside(row('Pixel 8'), row('iPad Air'), row('iPhone 10'));
    await workbench.page.keyboard.press('Delete');
    await question().getByText('Delete 2 sessions?').waitFor();
    assert.match(await question().innerText(), /guest \(iPad Air\)/);
    await workbench.screenshot('delete-many-question');
    await workbench.dialog('Delete');
    await untilThere(fileOf(IPAD.id), false);
    await untilThere(fileOf(IPHONE.id), false);
    assert.ok(fs.existsSync(fileOf(PIXEL.id)));
    await press('2 sessions are deleted', 'Undo');
    await untilThere(fileOf(IPAD.id));
    await untilThere(fileOf(IPHONE.id));
    await workbench.sessionRow('iPad Air').waitFor();
  });

  it('the Delete key on an application does not delete all of its sessions', async () => {
    await workbench.select('Shop');
    await workbench.page.keyboard.press('Delete');
    await workbench.notification('Select the sessions to delete.').waitFor();
  });

  it('a deletion is never undone over a file that has come meanwhile, in a real VS Code', async () => {
    await workbench.contextMenu(workbench.sessionRow('iPad Air'), 'Delete Session…');
    await workbench.dialog('Delete');
    await untilThere(fileOf(IPAD.id), false);
    await workbench.notification('is deleted').waitFor();
    const newer = IPAD.text.replace('"16.2"', '"17.0"');
    fixture.write(APPLICATION, IPAD.id, newer);
    await press('is deleted', 'Undo');
    await workbench.notification('It is left as it is').waitFor();
    assert.equal(fs.readFileSync(fileOf(IPAD.id), 'utf8'), newer);
    fixture.write(APPLICATION, IPAD.id, IPAD.text);
  });

  it('a deletion says that unsaved changes stay in their editor, and they do', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('Pixel 8'), PIXEL.id);
    await workbench.page.locator('.view-line').first().click();
    await workbench.page.keyboard.press('ControlOrMeta+End');
    await workbench.page.keyboard.type(' ');
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Delete Session…');
    await question().getByText('unsaved changes').waitFor();
    await workbench.dialog('Delete');
    await untilThere(fileOf(PIXEL.id), false);
    await workbench.notification('is deleted').waitFor();
    assert.ok(await workbench.page.locator('.tab.active.dirty').isVisible());
    await press('is deleted', 'Undo');
    await untilThere(fileOf(PIXEL.id));
    assert.equal(fs.readFileSync(fileOf(PIXEL.id), 'utf8'), PIXEL.text);
    await workbench.palette('File: Revert File');
    await workbench.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  });

  it('a reset of an application removes its sessions, leaves all else alone, and is restored', async () => {
    const others = () => fs.readdirSync(path.join(mobileApps, APPLICATION)).sort();
    await workbench.contextMenu('Field Service', 'Reset Sessions of Application…');
    await question().getByText('Delete all 3 sessions of Field Service?').waitFor();
    await workbench.screenshot('reset-question');
    await workbench.dialog('Reset');
    await workbench.notification('3 session files are deleted.').waitFor();
    assert.deepEqual(others(), ['AuthKey_1.p8', 'manifest.json']);
    await workbench.screenshot('reset');
    await press('3 session files are deleted.', 'Restore');
    await workbench.notification('Undone: Reset: 3 sessions.').waitFor();
    for (const { id, text } of [IPAD, IPHONE, PIXEL]) assert.equal(fs.readFileSync(fileOf(id), 'utf8'), text);
    await workbench.sessionRow('iPad Air').waitFor();
  });

  it('a reset of a whole folder is restored later', async () => {
    await workbench.palette('View: Close All Editors');
    await workbench.contextMenu('MobileApps', 'Reset Sessions of MobileApps Folder…');
    await question().getByText('Delete all 4 sessions of').waitFor();
    await workbench.dialog('Reset');
    await untilThere(fileOf(SHOP.id, OTHER_APPLICATION), false);
    await workbench.notification('4 session files are deleted.').waitFor();
    assert.ok(fs.existsSync(path.join(mobileApps, 'key.mobileapp')));
    await workbench.palette('Notifications: Clear All Notifications');
    await workbench.contextMenu('MobileApps', 'Restore Last Reset of MobileApps Folder…');
    await question().getByText('Put back the 4 session files').waitFor();
    await workbench.dialog('Restore');
    await workbench.notification('Undone: Reset: 4 sessions.').waitFor();
    assert.equal(fs.readFileSync(fileOf(SHOP.id, OTHER_APPLICATION), 'utf8'), SHOP.text);
  });

  it('a session is found by parts of e-mail and application, opened and shown by its row', async () => {
    await workbench.palette('Session Workbench: Find Session…');
    const options = workbench.page.locator('.quick-input-widget').getByRole('option');
    await workbench.page.locator('.quick-input-widget input.input').fill('Field JANE');
    await workbench.until(
      () => options.allInnerTexts(),
      (texts) => texts.length === 1 && /iPhone 10/.test(texts[0] ?? ''),
      'the only match',
    );
    await workbench.screenshot('find');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab.active').filter({ hasText: IPHONE.id }).waitFor();
    await untilSelected('iPhone 10');
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  });

  it('sessions are found by what their rows say, and by bundle and team', async () => {
    const options = workbench.page.locator('.quick-input-widget').getByRole('option');
    for (const [text, count] of [
      ['guest field', 2],
      ['com.example.shop', 1],
      ['faketeamid accepted', 4],
    ] as const) {
      await workbench.palette('Session Workbench: Find Session…');
      await workbench.page.locator('.quick-input-widget input.input').fill(text);
      await workbench.until(
        () => options.count(),
        (shown) => shown === count,
        `${count} sessions for ${text}`,
      );
      await workbench.page.keyboard.press('Escape');
    }
  });

  it('an open file leads to its row, whatever is folded or filtered', async () => {
    await workbench.palette('Session Workbench: Filter Sessions…');
    await workbench.answer('pixel');
    await workbench.sessionRow('iPhone 10').waitFor({ state: 'detached' });
    await workbench.page.locator('.tab.active').click();
    await workbench.page.getByRole('button', { name: 'Show Session in Mobile Sessions' }).click();
    await untilSelected('iPhone 10');
    await workbench.row('Field Service').locator('.monaco-tl-twistie').click();
    await workbench.sessionRow('iPhone 10').waitFor({ state: 'detached' });
    await workbench.page.locator('.tab.active').click();
    await workbench.palette('Session Workbench: Show Session in Mobile Sessions');
    await untilSelected('iPhone 10');
  });

  it('two selected sessions are compared, and one with another that is picked', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('iPad Air'), IPAD.id);
    await workbench.select(workbench.sessionRow('iPad Air'), workbench.sessionRow('iPhone 10'));
    await workbench.contextMenu(workbench.sessionRow('iPhone 10'), 'Compare', 'Compare Sessions…');
    const title = 'guest (iPad Air) ↔ jane@example.com (iPhone 10)';
    const tab = workbench.page.locator('.tab.active');
    await tab.filter({ hasText: title }).waitFor();
    await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
    await workbench.screenshot('compare');
    await workbench.openFileFromTree(workbench.sessionRow('Pixel 8'), PIXEL.id);
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Compare', 'Compare Sessions…');
    await workbench.page.locator('.quick-input-widget').getByRole('option').filter({ hasText: 'iPad Air' }).click();
    await tab.filter({ hasText: 'guest (Pixel 8) ↔ guest (iPad Air)' }).waitFor();
  });

  it('the sessions that share a device are listed', async () => {
    await workbench.palette('Session Workbench: Show Duplicate Devices…');
    await workbench.notification('No device has more than one session').waitFor();
    fixture.write(APPLICATION, 'abc123', IPAD.text);
    await workbench.page.getByRole('treeitem', { name: /, at fault,.* iPad Air,/ }).waitFor();
    await workbench.palette('Session Workbench: Show Duplicate Devices…');
    const options = workbench.page.locator('.quick-input-widget').getByRole('option');
    await workbench.until(
      () => options.count(),
      (count) => count === 2,
      'both files',
    );
    await workbench.screenshot('duplicates');
    await options.filter({ hasText: 'abc123' }).click();
    await tabOf('abc123').waitFor();
  });

  const tabOf = (name: string) => workbench.page.locator('.tab.active').filter({ hasText: name });

  it('a row leads to its problem, and the problem back to the row', async () => {
    await workbench.palette('View: Close All Editors');
    const row = workbench.page.getByRole('treeitem', { name: /, at fault,.* iPad Air,/ });
    await workbench.contextMenu(row, 'Show Problem of Session');
    await tabOf('abc123').waitFor();
    await workbench.page.locator('.markers-panel-container').waitFor();
    await workbench.openFileFromTree(workbench.sessionRow('Pixel 8'), PIXEL.id);
    await workbench.problemRow('mobi/1').click();
    const action = workbench.page.locator('.context-view').getByText('Show in Mobile Sessions');
    await workbench.insist(
      () => workbench.page.keyboard.press('ControlOrMeta+.'),
      action,
      'the actions of the problem',
    );
    await workbench.screenshot('problem-actions');
    await action.click();
    await row.and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    fs.rmSync(fileOf('abc123'));
    await row.waitFor({ state: 'detached' });
  });

  it('the manifest of an application is opened, or it is said that there is none', async () => {
    await workbench.contextMenu('Field Service', 'Open Manifest of Application');
    await tabOf('manifest.json').waitFor();
    await workbench.contextMenu('Shop', 'Open Manifest of Application');
    await workbench.notification('has no manifest.json').waitFor();
  });

  it('a session is shown in the Explorer', async () => {
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Reveal', 'Reveal File or Folder in Explorer View');
    await workbench.page
      .locator('.explorer-folders-view')
      .getByRole('treeitem', { name: new RegExp(PIXEL.id) })
      .waitFor();
    await workbench.openView('Session Workbench');
  });

  it('a sample folder is made where the user says, and shown', async () => {
    const place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ui-sample-')));
    try {
      await workbench.palette('Session Workbench: Create Sample Folder…');
      await workbench.chooseFolder(place, 'Create Sample Here');
      await workbench.until(
        () => workbench.rows(),
        (rows) => rows.some(({ description }) => description.startsWith(place)),
        'the sample folder',
      );
      await workbench.screenshot('sample');
      await workbench.palette('Session Workbench: Create Sample Folder…');
      await workbench.chooseFolder(place, 'Create Sample Here');
      await workbench.notification('is there and not empty').waitFor();
      await workbench.palette('Session Workbench: Close MobileApps Folder');
      await workbench.pick('MobileApps');
    } finally {
      fs.rmSync(place, { recursive: true, force: true });
    }
  });

  it('the walkthrough has pictures', async () => {
    // VS Code shows the pictures where there is room beside the steps.
    await workbench.palette('View: Hide Panel');
    await workbench.palette('View: Toggle Primary Side Bar Visibility');
    await workbench.palette('Welcome: Open Walkthrough...');
    await workbench.pick('Session Workbench: First Minute');
    const picture = workbench.page.getByRole('img', { name: /^The view Mobile Sessions/ });
    await picture.waitFor();
    await workbench.until(
      () => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth),
      (width) => width > 0,
      'the picture to be loaded',
    );
    await workbench.page.getByText('See what is at fault').first().click();
    await workbench.page.getByRole('img', { name: /^A session file in the editor/ }).waitFor();
    await workbench.screenshot('walkthrough');
  });

  it('the window never throws while sessions are deleted, reset, found and compared', () =>
    assert.deepEqual(workbench.pageErrors, []));
});

describe('deleting and resetting in an untrusted workspace', () => {
  it('nothing can be deleted or reset in an untrusted workspace', async () => {
    const fixture = new Fixture();
    fixture.write(APPLICATION, PIXEL.id, PIXEL.text);
    const workbench = await fixture.open({
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
    });
    try {
      await workbench.openView('Session Workbench');
      await workbench.expand('Field Service');
      const isOff = async (row: string, item: string): Promise<void> => {
        await workbench.showContextMenu(workbench.row(row).or(workbench.sessionRow(row)));
        const entry = workbench.page.locator('.context-view .monaco-menu .action-item').filter({ hasText: item });
        await entry.and(workbench.page.locator('.disabled')).waitFor();
        await workbench.closeMenus();
      };
      await isOff('Pixel 8', 'Delete Session…');
      await isOff('Field Service', 'Reset Sessions of Application…');
      await isOff('MobileApps', 'Reset Sessions of MobileApps Folder…');
    } finally {
      await fixture.close();
    }
  });
});

const app = { team: 'FAKETEAMID', application: 'com.example.field-service', name: 'Field Service' };
const IPAD = aSession({ ...app, device: 'iPad Air', deviceId: 'A', os: 'iPadOS', version: '16.2' });
const IPHONE = aSession({
  ...app,
  device: 'iPhone 10',
  deviceId: 'B',
  os: 'iOS',
  version: '17.1',
  email: 'jane@example.com',
});
const PIXEL = aSession({ ...app, device: 'Pixel 8', deviceId: 'C' });
const SHOP = aSession({
  team: 'FAKETEAMID',
  application: 'com.example.shop',
  name: 'Shop',
  device: 'Galaxy S9',
  deviceId: 'D',
});
