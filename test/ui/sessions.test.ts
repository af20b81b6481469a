import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Fixture } from './fixture';
import { aSession, type SampleSession } from './sampleSession';
import type { Row, Workbench } from './workbench';

const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');
const OTHER_APPLICATION = 'FAKETEAMID.com.example.field-service';
const FIELD = `3 · 1 pending · 1 at fault · ${OTHER_APPLICATION}`;
const LARGE_APPLICATION = 'com.example.large';
const LARGE = 20_000;

describe('Mobile Sessions in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture('Contact App/Data/MobileApps');
  const { folder, mobileApps } = fixture;
  let workbench: Workbench;

  before(async () => {
    fixture.write(SEED_APPLICATION, SEED_NAME, MISSPELT);
    for (const each of FIELD_SERVICE) fixture.write(OTHER_APPLICATION, each.id, each.text);
    fixture.write(OTHER_APPLICATION, 'manifest.json', '{}');
    fs.writeFileSync(path.join(mobileApps, 'key.mobileapp'), 'not a key');
    workbench = await fixture.open();
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  /** The rows as an indented text. */
  const drawn = async (): Promise<string> => draw(await workbench.rows());
  const untilDrawn = (wanted: string) =>
    workbench.until(drawn, (text) => text === wanted.trim(), 'the tree to look as wanted');

  it('the tree shows applications by team and bundle, with a badge for what is at fault', async () => {
    await workbench.openView('Session Workbench');
    await untilDrawn(`
MobileApps · ${path.basename(folder)}/Contact App/Data
  Field Service · ${FIELD}
  Contact · 1 · 1 at fault · ${SEED_APPLICATION}
  Other files · 1`);
    const tab = workbench.page.locator('.activitybar').getByRole('tab', { name: 'Session Workbench' });
    await tab.locator('.badge-content').filter({ hasText: /^2$/ }).waitFor();
  });

  it('the tree shows the sessions of an application: who, device and operating system', async () => {
    await workbench.expand('Field Service');
    await untilDrawn(`
MobileApps · ${path.basename(folder)}/Contact App/Data
  Field Service · ${FIELD}
    jane@example.com · iPhone 10 · iOS 17.1
    guest · iPad Air (5th generation) · iPadOS 16.2
    ${BROKEN.id.slice(0, 10)}… · mobi/2
    Other files · 1
  Contact · 1 · 1 at fault · ${SEED_APPLICATION}
  Other files · 1`);
    const spoken = (await workbench.rows()).map((row) => row.spoken);
    assert.ok(spoken.includes('jane@example.com, pending, iPhone 10, iOS 17.1'), spoken.join('\n'));
    assert.ok(
      spoken.some((text) => /at fault, mobi\/2: Not well-formed JSON/.test(text)),
      spoken.join('\n'),
    );
    await workbench.screenshot('tree-dark');
  });

  it('the tooltip of a session shows the whole device object', async () => {
    const hover = await workbench.tooltip(workbench.sessionRow('iPhone 10'), 'Last change');
    assert.match(await hover.innerText(), /"description": "iPhone 10"/);
    await workbench.screenshot('tooltip');
    await workbench.page.mouse.move(900, 500);
  });

  it('a session at fault opens with a squiggle and a row in Problems; both go when it is mended by typing', async () => {
    await workbench.expand('Contact');
    await workbench.openFileFromTree(workbench.sessionRow('iPhone X'), SEED_NAME);
    await workbench.squiggles('error').first().waitFor();
    assert.equal(await workbench.squiggles('error').count(), 1);
    await workbench.until(
      () => workbench.problems(),
      (rows) => rows.some((row) => row.includes('"status" must be one of "accepted", "pending"; it is "acepted".')),
      'the finding in Problems',
    );
    await workbench.problemRow('acepted').dblclick();
    await workbench.statusBarItem('4D Mobile Session').waitFor();
    await workbench.screenshot('fault-dark');

    await workbench.page.locator('.view-line').filter({ hasText: 'acepted' }).getByText('"acepted"').dblclick();
    await workbench.page.keyboard.type('accepted');
    await workbench.squiggles('error').waitFor({ state: 'detached' });
    await workbench.until(
      () => workbench.problems(),
      (rows) => !rows.some((row) => row.includes('acepted')),
      'the finding to go from Problems',
    );
    await workbench
      .sessionRow('iPhone X')
      .and(workbench.page.getByRole('treeitem', { name: /, accepted, .*iPhone X,/ }))
      .waitFor();
    // Nothing is saved yet: the buffer counts, not the file.
    assert.match(fixture.read(SEED_APPLICATION, SEED_NAME), /acepted/);
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await workbench.until(
      async () => fixture.read(SEED_APPLICATION, SEED_NAME),
      (text) => text.includes('"status":"accepted"'),
      'the file to be saved',
    );
  });

  it('the tree keeps selection and expansion when a file changes on disk', async () => {
    const selected = () =>
      workbench.page.locator('.part.sidebar [role=treeitem][aria-selected=true]').getAttribute('aria-label');
    await workbench.select(workbench.sessionRow('iPhone 10'));
    assert.match((await selected()) ?? '', /^jane@example.com, pending/);
    const text = FIELD_SERVICE[1]?.text.replace('"pending"', '"accepted"') ?? '';
    fixture.write(OTHER_APPLICATION, FIELD_SERVICE[1]?.id ?? '', text);
    await workbench.until(
      selected,
      (label) => /^jane@example.com, accepted/.test(label ?? ''),
      'the row to be drawn anew',
    );
    assert.ok((await workbench.rows()).some(({ label }) => label === 'guest'));
  });

  it('the link in Problems explains a finding', async () => {
    await workbench.problems();
    const link = workbench.problemRow('mobi/2').locator('a').filter({ hasText: 'mobi/2' });
    await link.click();
    await workbench.page.locator('.tab.active').filter({ hasText: 'findings.md' }).waitFor();
    await workbench.screenshot('explanation');
  });

  it('the tree filters by text while one types, and says when nothing matches', async () => {
    await workbench.palette('Session Workbench: Filter Sessions…');
    await workbench.answer('JANE ios');
    await untilDrawn(`
MobileApps · ${path.basename(folder)}/Contact App/Data
  Field Service · 1 of 3 · ${OTHER_APPLICATION}
    jane@example.com · iPhone 10 · iOS 17.1`);
    await workbench.page.locator('.part.sidebar').getByText('“JANE ios”: 1 of 4 sessions').waitFor();
    await workbench.screenshot('filtered');
    for (const [text, count] of [
      ['guest', 2],
      ['mobi/2', 1],
      ['field at fault', 1],
      ['com.example.field-service', 3],
      ['CONTACT', 1],
    ] as const) {
      await workbench.palette('Session Workbench: Filter Sessions…');
      await workbench.answer(text);
      await workbench.page.locator('.part.sidebar').getByText(`“${text}”: ${count} of 4 sessions`).waitFor();
    }
    await workbench.palette('Session Workbench: Filter Sessions…');
    await workbench.answer('nobody');
    await workbench.page.locator('.part.sidebar').getByText('No session matches the filter.').waitFor();
    await workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Clear Filter' }).last().click();
    await workbench.sessionRow('iPad Air (5th generation)').waitFor();
  });

  it('the tree sorts and groups, and remembers both', async () => {
    await workbench.palette('Session Workbench: Sort Sessions By…');
    await workbench.pick('Operating System');
    await workbench.palette('Session Workbench: Group Sessions by Status');
    await workbench.row('At fault').waitFor();
    await workbench.screenshot('grouped');
    await workbench.reload();
    await workbench.openView('Session Workbench');
    await workbench.row('At fault').waitFor();
    await workbench.palette('Session Workbench: Show Sessions Without Groups');
    await workbench.sessionRow('iPhone 10').waitFor();
    await workbench.palette('Session Workbench: Sort Sessions By…');
    await workbench.pick('Device');
    const devices = async () => {
      const rows = await workbench.rows();
      return rows.flatMap(({ description }) => /^iP(ad Air|hone 10)/.exec(description)?.[0] ?? []).join();
    };
    /** A click that came late is done again, and would turn the order back. */
    const reversedTo = (wanted: string) =>
      workbench.insist(
        async () => {
          if ((await devices()) !== wanted)
            await workbench.palette('Session Workbench: Reverse Sort Order of Sessions');
        },
        async () => (await devices()) === wanted,
        `the devices to be ${wanted}`,
      );
    const ascending = 'iPad Air,iPhone 10';
    await workbench.until(devices, (shown) => shown === ascending, `the devices to be ${ascending}`);
    await reversedTo('iPhone 10,iPad Air');
    await reversedTo('iPad Air,iPhone 10');
  });

  it('the tree is shown in two more themes as well', async () => {
    await workbench.openFileFromTree(`${BROKEN.id.slice(0, 10)}…`, BROKEN.id);
    await workbench.squiggles('error').first().waitFor();
    await workbench.problems();
    await workbench.setTheme('Default Light Modern');
    await workbench.screenshot('fault-light');
    await workbench.setTheme('Default High Contrast');
    await workbench.screenshot('fault-high-contrast');
    await workbench.setTheme('Default Dark Modern');
  });

  it('the tree opens an application with 20,000 sessions at once, in pages', async () => {
    // Outside the workspace, so that VS Code hears of the whole folder only.
    const aside = `${folder}-aside`;
    fs.mkdirSync(aside);
    for (let i = 0; i < LARGE; i++) {
      const { id, text } = aSession({
        team: '',
        application: LARGE_APPLICATION,
        name: 'Large',
        device: `Pixel ${i % 50}`,
        deviceId: `${i}`,
      });
      fs.writeFileSync(path.join(aside, id), text);
    }
    fs.renameSync(aside, path.join(mobileApps, LARGE_APPLICATION));
    await workbench.page.getByRole('treeitem', { name: /^Application Large, .* 20,000 sessions/ }).waitFor();
    await workbench.expand('Large');
    await workbench.row('1–200').waitFor();
    await workbench.screenshot('large');
    await workbench.expand('1–200');
    await workbench.page
      .getByRole('treeitem', { name: /^guest, accepted, Pixel 0,/ })
      .first()
      .waitFor();
  });

  it('the view says what to do where there is no MobileApps folder', async () => {
    const push = workbench.page.locator('.pane-header [aria-label^="Push Sessions Not Yet Pushed"]');
    await push.waitFor({ state: 'attached' });
    fs.rmSync(path.join(folder, 'Contact App'), { recursive: true });
    await workbench.page.locator('.part.sidebar').getByText('No MobileApps folder was found').waitFor();
    await workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Open MobileApps Folder…' }).waitFor();
    // The session that was mended is not pushed yet, but its folder is gone.
    await push.waitFor({ state: 'detached' });
    await workbench.screenshot('empty');
  });

  it('the window never throws while sessions are shown', () => assert.deepEqual(workbench.pageErrors, []));
});

const app = { team: 'FAKETEAMID', application: 'com.example.field-service', name: 'Field Service' };
const WELL = aSession({ ...app, device: 'iPhone 9', deviceId: 'C' });
/** Cut off in the middle, as after a full disk. */
const BROKEN: SampleSession = { id: WELL.id, text: WELL.text.slice(0, 200) };
const FIELD_SERVICE: SampleSession[] = [
  aSession({ ...app, device: 'iPad Air (5th generation)', deviceId: 'A', os: 'iPadOS', version: '16.2' }),
  aSession({
    ...app,
    device: 'iPhone 10',
    deviceId: 'B',
    os: 'iOS',
    version: '17.1',
    email: 'jane@example.com',
    status: 'pending',
  }),
  BROKEN,
];

/** Rows as text: two spaces a level, the description behind a dot. */
function draw(rows: Row[]): string {
  const line = ({ level, label, description }: Row) =>
    `${'  '.repeat(level - 1)}${label}${description ? ` · ${description}` : ''}`;
  return rows.map(line).join('\n');
}
