import assert from 'node:assert/strict';
import fs from 'node:fs';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import type { Workbench } from './workbench';

const APP = { team: 'FAKETEAMID', application: 'com.example.field-service', name: 'Field Service' };
const APPLICATION = `${APP.team}.${APP.application}`;
const SESSIONS = ['iPhone 8', 'iPhone 9', 'iPhone 10'].map((device) =>
  aSession({
    ...APP,
    device,
    deviceId: device,
    os: 'iOS',
    version: '17.1',
    email: `${device.replace(' ', '')}@example.com`,
  }),
);

describe('acting on sessions in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture();
  let workbench: Workbench;

  before(async () => {
    fixture.write(SEED_APPLICATION, SEED_NAME, SEED_SESSION.replace('"accepted"', '"acepted"'));
    for (const { id, text } of SESSIONS) fixture.write(APPLICATION, id, text);
    workbench = await fixture.open();
    await workbench.openView('Session Workbench');
    // All is checked and drawn: nothing is drawn anew under the rows that are opened now.
    await spoken(/^Application Field Service, .*3 sessions/);
    await spoken(/^Application Contact, .*1 session,/);
    await workbench.expand('Field Service');
    await workbench.expand('Contact');
    await workbench.sessionRow('iPhone 10').waitFor();
    await workbench.sessionRow('iPhone X').waitFor();
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const textOf = (at: number) => fixture.read(APPLICATION, SESSIONS[at]?.id ?? '');
  const untilText = (at: number, wanted: string) =>
    workbench.until(
      async () => textOf(at),
      (text) => text === wanted,
      'the file to be as wanted',
    );
  const spoken = (name: RegExp) => workbench.page.getByRole('treeitem', { name }).waitFor();

  async function selectThree(): Promise<void> {
    // The first click also opens the file. An editor that comes later would take the focus from the rows.
    await workbench.openFileFromTree(workbench.sessionRow('iPhone 8'), SESSIONS[0]?.id ?? '');
    await workbench.select(...['iPhone 8', 'iPhone 9', 'iPhone 10'].map((device) => workbench.sessionRow(device)));
  }

  it('several selected sessions are set pending, byte for byte but for the status', async () => {
    await selectThree();
    await workbench.contextMenu(workbench.sessionRow('iPhone 9'), 'Set Status', 'Set Session Pending');
    for (const at of [0, 1, 2]) {
      await untilText(at, SESSIONS[at]?.text.replace('"status": "accepted"', '"status": "pending"') ?? '');
    }
    await spoken(/, pending, not pushed, iPhone 9,/);
    await workbench.page
      .locator('.part.sidebar')
      .getByText(/sessions not yet pushed/)
      .waitFor();
    await workbench.screenshot('not-pushed');
  });

  it('the status is toggled with the keyboard', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('iPhone 8'), SESSIONS[0]?.id ?? '');
    // Selected without being opened: the key is about the row, not about the file in the editor.
    await workbench.selectBeside(workbench.sessionRow('iPhone 8'), workbench.sessionRow('iPhone 9'));
    await workbench.palette('Session Workbench: Focus on Mobile Sessions View');
    await workbench.page.keyboard.press('Alt+Enter');
    await untilText(1, SESSIONS[1]?.text ?? '');
    await spoken(/, accepted,.* iPhone 9,/);
  });

  it('the menu of a session has ten items at most, and the one status that differs', async () => {
    for (const [row, wanted, other] of [
      ['iPhone 9', 'Set Session Pending', 'Accept Session'],
      ['iPhone 10', 'Accept Session', 'Set Session Pending'],
    ] as const) {
      const items = (await workbench.contextMenuItems(workbench.sessionRow(row))).filter((item) => item.trim() !== '');
      assert.ok(items.length <= 10 && items.includes(wanted) && !items.includes(other), items.join(', '));
    }
  });

  it('all sessions of an application are accepted', async () => {
    await workbench.contextMenu('Field Service', 'Set Status', 'Accept Session');
    for (const at of [0, 1, 2]) await untilText(at, SESSIONS[at]?.text ?? '');
  });

  it('the e-mail is edited, and an address that looks wrong draws a warning', async () => {
    await workbench.contextMenu(workbench.sessionRow('iPhone 8'), 'Edit E-mail of Session…');
    const input = workbench.page.locator('.quick-input-widget input.input');
    await input.fill('jane at example.com');
    await workbench.page.locator('.quick-input-message').filter({ hasText: 'no spaces' }).waitFor();
    await workbench.screenshot('email-warning');
    await input.fill('jane@example.com');
    await workbench.page.keyboard.press('Enter');
    await untilText(0, SESSIONS[0]?.text.replace('iPhone8@example.com', 'jane@example.com') ?? '');
    // The row has another place now: a click meanwhile would be on the one that comes to its old place.
    await spoken(/^jane@example\.com, accepted,.* iPhone 8,/);
  });

  it('the e-mail of all selected sessions is edited, and the token of the row that was clicked is opened', async () => {
    await selectThree();
    await workbench.contextMenu(workbench.sessionRow('iPhone 9'), 'Token', 'Edit Decoded Connection Token');
    await workbench.page
      .locator('.tab.active')
      .filter({ hasText: `${SESSIONS[1]?.id.slice(0, 10)}.token.json` })
      .waitFor();
    // While it is loading, its editor is not the active one yet: that would come after the clicks.
    await workbench.page.locator('.view-line').filter({ hasText: '"teamID": "FAKETEAMID"' }).waitFor();
    await selectThree();
    // From the palette, while the editor shows one of the three.
    await workbench.palette('Session Workbench: Edit E-mail of Session…');
    await workbench.page.locator('.quick-input-title').filter({ hasText: 'E-mail of 3 sessions' }).waitFor();
    await workbench.answer('team@example.com');
    for (const at of [0, 1, 2]) {
      await untilText(at, SESSIONS[at]?.text.replace(/"email": "[^"]*"/, '"email": "team@example.com"') ?? '');
    }
    for (const { id, text } of SESSIONS) fixture.write(APPLICATION, id, text);
    await spoken(/^iPhone10@example.com, accepted,.* iPhone 10,/);
  });

  it('a lens above a token says that it fits', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('iPhone 10'), SESSIONS[2]?.id ?? '');
    await workbench.page.locator('.codelens-decoration').filter({ hasText: 'Token fits this session' }).waitFor();
    await workbench.screenshot('token-lens');
  });

  it('the header that the app sends is copied', async () => {
    await workbench.contextMenu(workbench.sessionRow('iPhone 10'), 'Copy', 'Copy Authorization Header of Session');
    await workbench.until(
      () => workbench.clipboard(),
      (text) => text === `Authorization: Bearer ${JSON.parse(SESSIONS[2]?.text ?? '{}').token}`,
      'the header on the clipboard',
    );
  });

  const atMisspeltStatus = async () => {
    await workbench.openFileFromTree(workbench.sessionRow('iPhone X'), SEED_NAME);
    await workbench.squiggles('error').first().waitFor();
    await workbench.page.locator('.view-line').filter({ hasText: 'acepted' }).getByText('"acepted"').click();
  };

  it('a preview shows what a quick fix would change before it is made', async () => {
    await atMisspeltStatus();
    const preview = await workbench.quickFix(/^Preview: .*accepted/);
    await preview.click();
    const panel = workbench.page.locator('.part.panel');
    const change = panel.locator('.monaco-list-row').filter({ hasText: /"acepted""accepted"/ });
    await change.waitFor();
    await workbench.screenshot('preview');
    await panel.getByRole('button', { name: 'Discard' }).click();
    await change.waitFor({ state: 'detached' });
    assert.match(fixture.read(SEED_APPLICATION, SEED_NAME), /acepted/);
    await workbench.squiggles('error').first().waitFor();
  });

  it('Apply makes what a preview shows, and nothing is made before', async () => {
    await atMisspeltStatus();
    await (await workbench.quickFix(/^Preview: .*accepted/)).click();
    const panel = workbench.page.locator('.part.panel');
    await panel
      .locator('.monaco-list-row')
      .filter({ hasText: /"acepted""accepted"/ })
      .waitFor();
    assert.equal(await panel.getByRole('checkbox', { checked: true }).count(), 2);
    await spoken(/, at fault,.* iPhone X,/);
    await panel.getByRole('button', { name: 'Apply' }).click();
    await spoken(/, accepted,.* iPhone X,/);
    await workbench.palette('Undo');
    await spoken(/, at fault,.* iPhone X,/);
  });

  it('Apply moves a file', async () => {
    const [wrong, right] = ['0'.repeat(40), SESSIONS[1]?.id ?? ''];
    fs.renameSync(fixture.fileOf(APPLICATION, right), fixture.fileOf(APPLICATION, wrong));
    await spoken(/, at fault,.* iPhone 9,.* mobi\/1/);
    await workbench.contextMenu(workbench.sessionRow('iPhone 9'), 'Show Problem of Session');
    await workbench.page.locator('.view-line').getByText(`"${right}"`).click();
    await (await workbench.quickFix(/^Preview: Rename the file/)).click();
    const panel = workbench.page.locator('.part.panel');
    await panel.locator('.monaco-list-row').filter({ hasText: right }).waitFor();
    await workbench.screenshot('preview-rename');
    assert.ok(fs.existsSync(fixture.fileOf(APPLICATION, wrong)));
    await panel.getByRole('button', { name: 'Apply' }).click();
    await workbench.until(
      async () => [right, wrong].map((name) => fs.existsSync(fixture.fileOf(APPLICATION, name))),
      ([there, still]) => there === true && still === false,
      'the file to be moved',
    );
    assert.equal(textOf(1), SESSIONS[1]?.text);
    // So that the editor has its place back.
    const away = () => workbench.page.keyboard.press('ControlOrMeta+j');
    await workbench.insist(away, async () => !(await panel.isVisible()), 'the panel to go');
  });

  it('a quick fix mends a misspelt status', async () => {
    await atMisspeltStatus();
    const fix = await workbench.quickFix('accepted');
    await workbench.screenshot('quick-fix');
    await fix.click();
    await workbench.squiggles('error').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await workbench.until(
      async () => fixture.read(SEED_APPLICATION, SEED_NAME),
      (text) => text === SEED_SESSION,
      'the file to be mended',
    );
  });

  it('the decoded token is opened as a document; saving it writes the token back', async () => {
    await workbench.contextMenu(workbench.sessionRow('iPhone 10'), 'Token', 'Edit Decoded Connection Token');
    await workbench.page.locator('.tab.active').filter({ hasText: '.token.json' }).waitFor();
    await workbench.page.locator('.view-line').filter({ hasText: '"teamID": "FAKETEAMID"' }).waitFor();
    const token = { appNameID: APP.application, id: SESSIONS[2]?.id, teamID: 'SOMEBODY' };
    await workbench.selectAllAndType(JSON.stringify(token));
    await workbench.page.locator('.view-line').filter({ hasText: '"teamID":"SOMEBODY"' }).waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await spoken(/, at fault,.* iPhone 10,.* mobi\/4/);
    await workbench.screenshot('decoded-token');
  });

  describe('fixing all of an application', () => {
    const broken = () => textOf(2);
    const press = (message: string | RegExp, button: string) =>
      workbench.notification(message).getByRole('button', { name: button, exact: true }).click();
    const tab = () => workbench.page.locator('.tab').filter({ hasText: 'Fix All: Changes' });
    const show = async () => {
      await workbench.contextMenu('Field Service', 'Fix All Findings');
      const question = workbench.page.locator('.monaco-dialog-box');
      await question.getByText('Fix 1 session file (1 repair)?').waitFor();
      await question.getByText('1 connection token is regenerated from the content').waitFor();
      await workbench.screenshot('fix-all-question');
      await workbench.dialog('Show Changes');
      await tab().waitFor();
      await workbench.notification('Nothing is changed yet').waitFor();
    };

    it('Fix All shows first what would be changed, and changes nothing when that is closed', async () => {
      const before = broken();
      assert.notEqual(before, SESSIONS[2]?.text);
      await show();
      await workbench.page.locator('.multiDiffEntry').getByText('"token"').first().waitFor();
      await workbench.screenshot('fix-all-changes');
      await tab().hover();
      await tab()
        .getByRole('button', { name: /^Close/ })
        .click();
      await tab().waitFor({ state: 'detached' });
      await workbench.palette('Notifications: Clear All Notifications');
      assert.equal(broken(), before);
    });

    it('Fix All makes the changes from the title of the tab, and takes them back with Undo', async () => {
      const before = broken();
      await show();
      await workbench.page
        .locator('.editor-actions')
        .getByRole('button', { name: 'Make the Fixes of This Preview' })
        .click();
      await untilText(2, SESSIONS[2]?.text ?? '');
      await tab().waitFor({ state: 'detached' });
      await workbench.notification(/1 session file was fixed\. Backup: /).waitFor();
      await workbench.screenshot('fixed-all');
      await spoken(/, accepted,.* iPhone 10,/);
      await press('was fixed', 'Undo');
      await workbench.notification('Undone: Fix').waitFor();
      assert.equal(broken(), before);
      await spoken(/, at fault,.* iPhone 10,/);
    });

    it('Fix All makes the changes at once when nobody wants to look', async () => {
      await workbench.contextMenu('Field Service', 'Fix All Findings');
      await workbench.dialog('Fix 1 File');
      await untilText(2, SESSIONS[2]?.text ?? '');
      await spoken(/, accepted,.* iPhone 10,/);
    });

    it('Fix All is taken back from the palette, when the message is gone', async () => {
      await workbench.palette('Notifications: Clear All Notifications');
      await workbench.palette('Session Workbench: Undo Change of Sessions');
      await workbench.notification('Undone: Fix').waitFor();
      await spoken(/, at fault,.* iPhone 10,/);
      await workbench.contextMenu('Field Service', 'Fix All Findings');
      await workbench.dialog('Fix 1 File');
      await untilText(2, SESSIONS[2]?.text ?? '');
      await spoken(/, accepted,.* iPhone 10,/);
    });

    it('Fix All says once that nothing is at fault, in a real VS Code', async () => {
      await workbench.palette('Notifications: Clear All Notifications');
      await workbench.contextMenu('Field Service', 'Fix All Findings');
      await workbench.notification('Nothing is at fault here.').waitFor();
      assert.equal(await workbench.notification('').count(), 1);
    });
  });

  it('a malformed file is not changed, and the refusal has a way to its problem', async () => {
    fixture.write(SEED_APPLICATION, SEED_NAME, SEED_SESSION.slice(0, 150));
    const broken = `${SEED_NAME.slice(0, 10)}…`;
    await workbench.row(broken).waitFor();
    const items = await workbench.contextMenuItems(broken);
    assert.deepEqual(
      items.filter((item) => /^(Accept|Set|Edit|Token|Fix)/.test(item)),
      [],
    );
    await workbench.contextMenu(SEED_APPLICATION, 'Set Status', 'Accept Session');
    const message = workbench.notification(/not well-formed/);
    await message.waitFor();
    await workbench.screenshot('refused');
    await message.getByRole('button', { name: 'Show File' }).click();
    await workbench.page.locator('.markers-panel-container').waitFor();
    assert.equal(fixture.read(SEED_APPLICATION, SEED_NAME), SEED_SESSION.slice(0, 150));
  });
});
