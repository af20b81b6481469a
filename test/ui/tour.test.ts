import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import { Workbench } from './workbench';

const APPLICATION = 'FAKETEAMID.com.example.shop';
const STEPS = {
  open: 'Open a MobileApps folder',
  fault: 'See what is at fault',
  mend: 'Mend it, accept it',
  undo: 'Delete and reset without fear',
};

/** Opens the walkthrough and waits until these steps are ticked, and no others. */
async function untilTicked(workbench: Workbench, ticked: readonly (keyof typeof STEPS)[]): Promise<void> {
  await workbench.palette('View: Close All Editors');
  await workbench.palette('Welcome: Open Walkthrough...');
  await workbench.pick('The First Minute with Session Workbench');
  for (const [step, title] of Object.entries(STEPS)) {
    const done = ticked.includes(step as keyof typeof STEPS);
    const name = `${title}: ${done ? 'Completed' : 'Not completed'}`;
    await workbench.page.getByRole('checkbox', { name, exact: true }).waitFor();
  }
  // The page takes the focus a moment after it is drawn: a menu or a list that is open by then is closed.
  await workbench.page.locator('button.getting-started-step:focus').waitFor();
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
    return fixture.picture(this.currentTest);
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

  it('the walkthrough ticks that a session was deleted when it is, not when the question was cancelled', async () => {
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Delete Session…');
    await workbench.dialog('Cancel');
    await untilTicked(workbench, ['open', 'fault', 'mend']);
    await workbench.contextMenu(workbench.sessionRow('Pixel 8'), 'Delete Session…');
    await workbench.dialog('Delete');
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

const AT_FAULT = aSession({ ...of('iPhone X'), status: 'acepted', deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF1' });
const SOUND = aSession({ ...of('Pixel 8'), deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818AF2' });

function of(device: string) {
  return { team: 'FAKETEAMID', application: 'com.example.shop', name: 'Shop', device, email: 'jane@example.com' };
}
