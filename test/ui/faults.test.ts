import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Fixture } from './fixture';
import { aSession } from './sampleSession';
import type { Workbench } from './workbench';

const MANY = 'TEAM000001.com.example.many';
const SOME = 'TEAM000001.com.example.some';

/** In the page. */
declare function getComputedStyle(element: unknown, pseudo?: string): { color: string; content: string };

describe('What is at fault, in the tree', () => {
  const fixture = new Fixture();
  let workbench: Workbench;

  before(async () => {
    writeSessions(MANY, 120, 'acepted');
    writeSessions(SOME, 1, 'accepted');
    writeSessions(SOME, 69, 'acepted', 1);
    fs.symlinkSync('nowhere', path.join(fixture.folder, 'dead'));
    fs.writeFileSync(path.join(fixture.folder, 'plain'), '');
    execFileSync('mkfifo', [path.join(fixture.folder, 'queue')]);
    const folders = ['dead', 'plain', 'queue', 'lost'];
    workbench = await fixture.open({ settings: { 'sessionWorkbench.mobileApps.folders': folders } });
    await workbench.openView('Session Workbench');
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  it('a name with invisible characters cannot reorder the text of its row', async () => {
    const { id, text } = aSession({
      team: 'TEAM000001',
      application: 'com.example.names',
      name: 'evil\u202eapp',
      device: 'evil\u202e\nphone',
      deviceId: '0DC5132E-1EF4-407C-A832-5FE33D818999',
      email: 'jane\u2066@example.com',
    });
    fixture.write('TEAM000001.com.example.names', id, text);
    await workbench.expand('evil\\u{202e}app');
    await rowIs('jane\\u{2066}@example.com', /^evil\\u\{202e\}\\u\{a\}phone · /, '');
    for (const row of await workbench.rows()) assert.doesNotMatch(JSON.stringify(row), /[\u202a-\u202e\u2066-\u2069]/);
  });

  it('a MobileApps folder that is none says what it is before its place, and in its tooltip what to do', async () => {
    const expected = {
      dead: ['dead link', 'mend the link'],
      lost: ['not found', 'make the folder'],
      plain: ['file, not a folder', 'give a folder'],
      queue: ['pipe (FIFO), not a folder', 'give a folder'],
    };
    for (const [name, [reason = '', remedy = '']] of Object.entries(expected)) {
      const row = () => workbench.rows('Mobile Sessions').then((rows) => rows.find(({ label }) => label === name));
      const shown = await workbench.until(row, (each) => each?.description.includes(' · ') === true, `the row ${name}`);
      const place = path.basename(fixture.folder);
      assert.deepEqual(
        [shown?.description, shown?.spoken],
        [`${reason} · ${place}`, `MobileApps folder ${name}, ${reason}, ${place}`],
      );
      await workbench.tooltip(name, remedy);
      await workbench.page.mouse.move(900, 500);
    }
  });

  const colourOf = (name: string) =>
    workbench
      .row(name)
      .locator('.label-name')
      .evaluate((label) => getComputedStyle(label).color);
  const untilRed = (name: string, red: boolean) =>
    workbench.until(
      async () => (await colourOf(name)) === (await colourOf('MobileApps')),
      (is) => is === red,
      `${name} to be red: ${red}`,
    );
  /** What is written in a row, and its badge, which the style sheet has. */
  const rowIs = (name: string, description: RegExp, badge: string) =>
    workbench.until(
      () =>
        workbench
          .row(name)
          .evaluate((row) => [
            row.querySelector('.label-description')?.textContent ?? '',
            [...row.querySelectorAll('.monaco-icon-label')]
              .map((label) => getComputedStyle(label, '::after').content)
              .join(),
          ]),
      ([written = '', drawn]) => description.test(written) && (badge === '' || drawn === `"${badge}"`),
      `${name} to say ${description} and ${badge}`,
    );

  it('the number of sessions at fault is the same in every place', async () => {
    const tab = workbench.page.locator('.activitybar').getByRole('tab', { name: 'Session Workbench' });
    await tab.locator('.badge-content').filter({ hasText: /^189$/ }).waitFor();
    await rowIs('MobileApps', /^189 at fault · /, '●');
    await rowIs('many', /^120 · 120 at fault · TEAM000001\.com\.example\.many$/, '●');
    await rowIs('some', /^70 · 69 at fault · TEAM000001\.com\.example\.some$/, '69');
    await workbench.tooltip('MobileApps', '189 at fault');
    await workbench.page.mouse.move(900, 500);
  });

  it('a session at fault is red, and the application and the folder above it, and nothing else', async () => {
    await workbench.expand('some');
    await untilRed('some', true);
    await untilRed('1@example.com', true);
    await untilRed('0@example.com', false);
    await workbench.screenshot('faults');
  });

  it('a session is red no more when it is mended', async () => {
    writeSessions(SOME, 1, 'accepted', 1);
    await untilRed('1@example.com', false);
    await untilRed('2@example.com', true);
    await rowIs('some', /^70 · 68 at fault · TEAM000001\.com\.example\.some$/, '68');
  });

  it('a file that is one long line opens where it is at fault, however far that is', async () => {
    const name = fs
      .readdirSync(path.join(fixture.mobileApps, SOME))
      .find((each) => textOf(each).includes('"2@example'));
    assert.ok(name);
    const padding = 'x '.repeat(50_000);
    fixture.write(SOME, name, JSON.stringify({ padding, ...JSON.parse(textOf(name)) }));
    await workbench.openFileFromTree(workbench.row('2@example.com'), name);
    await workbench.squiggles('error').first().waitFor();
    await workbench.page.locator('.view-line').filter({ hasText: '"acepted"' }).waitFor();
  });

  const textOf = (name: string) => fixture.read(SOME, name);

  function writeSessions(application: string, count: number, status: string, from = 0): void {
    const name = application.split('.').at(-1) ?? '';
    for (let i = from; i < from + count; i++) {
      const number = String(i).padStart(3, '0');
      const { id, text } = aSession({
        team: 'TEAM000001',
        application: application.replace(/^[^.]+\./, ''),
        name,
        device: `device ${number}`,
        deviceId: `0DC5132E-1EF4-407C-A832-5FE33D818${number}`,
        email: `${i}@example.com`,
        status,
      });
      fixture.write(application, id, text);
    }
  }
});
