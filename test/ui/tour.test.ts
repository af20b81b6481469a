import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import { Workbench } from './workbench';

const APPLICATION = 'FAKETEAMID.com.example.shop';
const FIRST = {
  title: 'Session Workbench: First Minute',
  steps: {
    open: 'Open a MobileApps folder',
    fault: 'See what is at fault',
    mend: 'Mend it, accept it',
    undo: 'Take it back',
  },
};
const SECOND = {
  title: 'Session Workbench: Second Minute',
  steps: {
    server: 'Start the dev server',
    web: 'Make a web session',
    flow: 'Play a flow',
    push: 'Push what you changed',
  },
};
type Walkthrough = typeof FIRST | typeof SECOND;

async function openWalkthrough(workbench: Workbench, { title }: Walkthrough): Promise<void> {
  await workbench.palette('View: Close All Editors');
  await workbench.palette('Welcome: Open Walkthrough...');
  await workbench.pick(title);
  // The page takes the focus a moment after it is drawn: a menu or a list that is open by then is closed.
  await workbench.page.locator('button.getting-started-step:focus').waitFor();
}

/** Opens the walkthrough and waits until these steps are ticked, and no others. */
async function untilTicked(
  workbench: Workbench,
  ticked: readonly string[],
  walkthrough: Walkthrough = FIRST,
): Promise<void> {
  await openWalkthrough(workbench, walkthrough);
  for (const [step, title] of Object.entries(walkthrough.steps)) {
    const name = `${title}: ${ticked.includes(step) ? 'Completed' : 'Not completed'}`;
    await workbench.page.getByRole('checkbox', { name, exact: true }).waitFor();
  }
}

/** Presses the button of a step of the walkthrough on show. */
async function press({ page }: Workbench, title: string, button: string): Promise<void> {
  await page.locator('button.getting-started-step').filter({ hasText: title }).first().click();
  await page.locator('.getting-started-step.expanded').getByRole('button', { name: button, exact: true }).click();
}

describe('the walkthrough', () => {
  const fixture = new Fixture();
  let workbench: Workbench;

  before(async () => {
    for (const { id, text } of [AT_FAULT, SOUND]) fixture.write(APPLICATION, id, text);
    workbench = await fixture.open();
    await workbench.openView('Session Workbench');
    await workbench.expand('Shop');
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const cancel = () => workbench.page.keyboard.press('Escape');

  it('the walkthrough ticks at once that a folder was found', () => untilTicked(workbench, ['open']));

  it('the walkthrough ticks that a finding was seen when a session at fault is opened, not for a sound one', async () => {
    await workbench.openFileFromTree(workbench.sessionRow('Pixel 8'), SOUND.id);
    await untilTicked(workbench, ['open']);
    await workbench.openFileFromTree(workbench.sessionRow('iPhone X'), AT_FAULT.id);
    await untilTicked(workbench, ['open', 'fault']);
  });

  it('the walkthrough ticks that a session was mended when it is, not when its e-mail was only asked for', async () => {
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Edit E-mail of Session…');
    await workbench.page.locator('.quick-input-widget input.input').waitFor();
    await cancel();
    await untilTicked(workbench, ['open', 'fault']);
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Set Session Pending');
    await untilTicked(workbench, ['open', 'fault', 'mend']);
  });

  it('the walkthrough ticks that a change was undone when it is, not when there is nothing more to undo', async () => {
    await workbench.palette('Session Workbench: Undo Change of Sessions');
    await workbench.until(
      async () => fixture.read(APPLICATION, SOUND.id),
      (text) => text === SOUND.text,
      'the file as it was',
    );
    await untilTicked(workbench, ['open', 'fault', 'mend', 'undo']);
  });

  it('a dialog that was cancelled ticks no step; it begins at home, later where the last one ended', async () => {
    const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'home-')));
    const projects = path.join(home, 'projects', 'shop');
    fs.mkdirSync(path.join(projects, 'MobileApps'), { recursive: true });
    const empty = await Workbench.open({ env: { HOME: home } });
    try {
      await empty.openView('Session Workbench');
      for (const command of ['Create Sample Folder…', 'Open MobileApps Folder…']) {
        await empty.palette(`Session Workbench: ${command}`);
        await empty.untilDialogIn(home);
        await empty.page.keyboard.press('Escape');
        await untilTicked(empty, []);
      }
      await empty.palette('Session Workbench: Open MobileApps Folder…');
      await empty.chooseFolder(path.join(projects, 'MobileApps'));
      await untilTicked(empty, ['open']);
      await empty.palette('Session Workbench: Create Sample Folder…');
      await empty.untilDialogIn(projects);
    } finally {
      await empty.close();
      fs.rmSync(home, { recursive: true, force: true });
    }
  });

  it('the dialogs of the walkthrough begin in the workspace', async () => {
    await workbench.palette('Session Workbench: Open MobileApps Folder…');
    await workbench.untilDialogIn(fixture.folder);
    await cancel();
  });
});

describe('the buttons of the walkthroughs', () => {
  const fixture = new Fixture();
  let workbench: Workbench;

  before(async () => {
    for (const { id, text } of [AT_FAULT, SOUND]) fixture.write(APPLICATION, id, text);
    workbench = await fixture.open({ viewport: { width: 1600, height: 900 } });
    await workbench.openView('Session Workbench');
    await workbench.row('Shop', 'Mobile Sessions').waitFor();
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const atFault = () => fixture.read(APPLICATION, AT_FAULT.id);
  const untilFile = (status: string) =>
    workbench.until(
      async () => atFault(),
      (text) => text.includes(`"status": "${status}"`),
      `the status ${status} in the file`,
    );

  it('a finding is shown, mended and put back by the buttons of the first minute alone', async () => {
    await openWalkthrough(workbench, FIRST);
    await press(workbench, FIRST.steps.fault, 'Show First Finding');
    await workbench.squiggles('error').first().waitFor();
    await openWalkthrough(workbench, FIRST);
    await press(workbench, FIRST.steps.mend, 'Fix the Selected Session');
    await untilFile('accepted');
    await press(workbench, FIRST.steps.undo, 'Undo the Last Change');
    await untilFile('acepted');
    await untilTicked(workbench, ['open', 'fault', 'mend', 'undo']);
  });

  it('the second minute follows the first, and its buttons start, make, play and push', async () => {
    await untilTicked(workbench, [], SECOND);
    await openWalkthrough(workbench, FIRST);
    await press(workbench, FIRST.steps.undo, 'Next: the Second Minute');
    await press(workbench, SECOND.steps.server, 'Start Dev Server');
    await workbench.statusBarItem(/Dev Server :\d+/).waitFor();
    await press(workbench, SECOND.steps.web, 'Create Web Session');
    // The folder is no 4D project.
    await workbench
      .notification(/has no web sessions/)
      .getByRole('button', { name: 'Turn On Web Sessions' })
      .click();
    await workbench.rowSpoken(/^Guest/, 'Dev Server').waitFor();
    await press(workbench, SECOND.steps.flow, 'Play Flow');
    const flow = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await flow
      .getByRole('status')
      .filter({ hasText: /^At the end/ })
      .waitFor();
    await openWalkthrough(workbench, SECOND);
    await press(workbench, SECOND.steps.push, 'Push Sessions');
    await workbench.rowSpoken(/^Last push/i, 'Mobile Sessions').waitFor();
    await untilTicked(workbench, ['server', 'web', 'flow', 'push'], SECOND);
  });

  it('the window never throws while the walkthroughs are followed', () => assert.deepEqual(workbench.pageErrors, []));
});

const AT_FAULT = aSession({ ...of('iPhone X'), status: 'acepted', deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF1' });
const SOUND = aSession({ ...of('Pixel 8'), deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF2' });

function of(device: string) {
  return { team: 'FAKETEAMID', application: 'com.example.shop', name: 'Shop', device, email: 'jane@example.com' };
}
