// Makes the pictures of the walkthrough and of the sessions in the README anew, from the packaged VSIX: `npm run package && npx tsc -b &&
// node out/test/ui/walkthroughPictures.js`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aSession } from './sampleSession';
import { Workbench } from './workbench';

const pictures = path.resolve(__dirname, '../../../media');
/** Small enough that the words can be read where VS Code shows the picture, beside the steps. */
const VIEWPORT = { width: 960, height: 600 };
const README_VIEWPORT = { width: 1280, height: 800 };

async function main(): Promise<void> {
  const folder = path.join(fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'))), 'Contact App');
  writeSessions(path.join(folder, 'Data', 'MobileApps'));
  const settings = { 'editor.wordWrap': 'off', 'breadcrumbs.enabled': false, 'editor.stickyScroll.enabled': false };
  const workbench = await Workbench.open({ folder, viewport: VIEWPORT, settings });
  try {
    await workbench.openView('Session Workbench');
    await setSideBar(workbench, 470);
    await workbench.expand('Field Service');
    await workbench.expand('Contact');
    await workbench.sessionRow('iPhone 15').waitFor();
    await keep(workbench, 'walkthrough/open');

    await setSideBar(workbench, 290);
    await workbench.contextMenu(workbench.sessionRow('iPhone 15'), 'Show Problem of Session');
    await workbench.squiggles('error').first().waitFor();
    await workbench.until(
      () => workbench.problems(),
      (rows) => rows.some((row) => row.includes('acepted')),
      'the finding in Problems',
    );
    // Off the tree, where it would show a tooltip.
    await workbench.page.mouse.move(600, 590);
    await workbench.page.locator('.monaco-hover').waitFor({ state: 'hidden' });
    await keep(workbench, 'walkthrough/fault');
    await workbench.page.setViewportSize(README_VIEWPORT);
    await setSideBar(workbench, 470);
    // Off the edge of the side bar, which is drawn in a colour under the mouse.
    await workbench.page.mouse.move(860, 500);
    await workbench.page.locator('.monaco-sash.hover').waitFor({ state: 'detached' });
    await keep(workbench, 'readme/fault');
    await workbench.page.setViewportSize(VIEWPORT);

    await workbench.palette('View: Close All Editors');
    await workbench.palette('View: Hide Panel');
    await setSideBar(workbench, 470);
    await workbench.sessionRow('iPhone 13').click({ button: 'right', position: { x: 150, y: 10 } });
    await workbench.page.locator('.context-view .monaco-menu:focus-within').waitFor();
    await keep(workbench, 'walkthrough/mend');
    await workbench.page.keyboard.press('Escape');

    await workbench.contextMenu(workbench.sessionRow('iPhone 13'), 'Delete Session…');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await keep(workbench, 'walkthrough/undo');
    await workbench.dialog('Cancel');
  } finally {
    await workbench.close();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

async function keep(workbench: Workbench, name: string): Promise<void> {
  const file = path.join(pictures, `${name}.png`);
  // Without what only blinks or fades in.
  await workbench.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  console.log(`${file}: ${fs.statSync(file).size} bytes`);
}

async function setSideBar(workbench: Workbench, right: number): Promise<void> {
  const box = await workbench.page.locator('.part.sidebar').boundingBox();
  if (!box) return;
  const { mouse } = workbench.page;
  await mouse.move(box.x + box.width, 300);
  await mouse.down();
  await mouse.move(right, 300, { steps: 5 });
  await mouse.up();
}

function writeSessions(mobileApps: string): void {
  const contact = { team: 'UTT7VDX8W5', application: 'com.contactApp.Contact', name: 'Contact' };
  const field = { team: '', application: 'com.example.fieldservice', name: 'Field Service' };
  const apple = { os: 'iOS', version: '17.4' };
  const sessions = [
    { ...contact, ...apple, device: 'iPad Air (5th generation)', email: 'anna@example.com', os: 'iPadOS' },
    { ...contact, ...apple, device: 'iPhone 13', email: 'sales@example.com', status: 'pending' },
    { ...contact, ...apple, device: 'iPhone 15', email: 'jane@example.com', status: 'acepted' },
    { ...contact, ...apple, device: 'iPhone SE', email: '' },
    { ...field, device: 'Galaxy S23', email: 'tom@example.com' },
    { ...field, device: 'Pixel 8', email: 'kim@example.com', status: 'pending' },
    { ...field, device: 'Pixel Tablet', email: 'workshop@example.com' },
  ];
  for (const [i, options] of sessions.entries()) {
    const { team, application } = options;
    const { id, text } = aSession({ ...options, deviceId: `0DC5132E-1EF4-407C-A832-5FE33D818AF${i}` });
    const place = path.join(mobileApps, team === '' ? application : `${team}.${application}`);
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, id), text);
    fs.writeFileSync(path.join(place, 'manifest.json'), '{}');
  }
}

void main();
