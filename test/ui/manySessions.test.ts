import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { writeSample } from '../../src/disk/writeSample';
import { Fixture } from './fixture';
import type { Workbench } from './workbench';

const SESSIONS = 100_000;
/** In a hundred. */
const FAULTY = 20;
/** As many findings as Problems lists of files that are not open. A file has all of its findings there, or none. */
const LISTED = 1000;
const MOST_OF_A_FILE = 10;
const LARGEST = 'K7Q2M9X4TB.com.example.fieldservice';
const SMALL = 'K7Q2M9X4TB.com.example.airport.fleet';

/** What the view Mobile Sessions showed in a frame of the window. */
interface Frame {
  readonly applications: number;
  /** Whether VS Code showed that something goes on. */
  readonly isBusy: boolean;
  /** How many files were checked so far; zero when that is not told. */
  readonly checked: number;
  /** How many sessions the rows of applications tell. */
  readonly told: number;
  /** How many rows of applications say that they have no sessions. */
  readonly without: number;
  /** How many say that they are not checked yet. */
  readonly unchecked: number;
}

describe('a MobileApps folder of 100,000 sessions in a real VS Code', () => {
  const fixture = new Fixture('Data/MobileApps');
  const { folder, mobileApps } = fixture;
  let workbench: Workbench;
  let findings = 0;

  before(async () => {
    fs.mkdirSync(path.dirname(mobileApps));
    workbench = await fixture.open({ viewport: { width: 1280, height: 1200 } });
    // A window remembers what it showed. So the view is there before the scan, the next time.
    await workbench.openView('Session Workbench');
    await workbench.page.locator('.part.sidebar').getByText('No MobileApps folder was found').waitFor();
    await workbench.visit(undefined);
    await writeSample(mobileApps, { sessions: SESSIONS, damaged: FAULTY, seed: 1 });
    await workbench.page.addInitScript(RECORD);
    await workbench.visit(folder);
    await workbench.openView('Session Workbench');
  });

  after(() => fixture.close());

  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const treeitem = (name: RegExp) => workbench.page.locator('.part.sidebar').getByRole('treeitem', { name });
  const filter = async (text: string) => {
    await workbench.palette('Session Workbench: Filter Sessions…');
    await workbench.answer(text);
  };
  /** The number of the last line of the editor. */
  const lastLine = async (): Promise<number> => {
    await workbench.page
      .locator('.editor-group-container.active .monaco-editor textarea, .native-edit-context')
      .first()
      .focus();
    await workbench.page.keyboard.press('ControlOrMeta+End');
    const numbers = await workbench.page.locator('.editor-group-container.active .line-numbers').allInnerTexts();
    return Math.max(...numbers.map(Number));
  };

  it('applications of 100,000 sessions are shown, counted and opened while they are scanned, and progress goes away at the end', async () => {
    const largest = treeitem(new RegExp(`^Application .*${LARGEST.replaceAll('.', '\\.')}, `));
    await largest.click();
    await workbench.expand(largest);
    const frames = await workbench.until(
      () => workbench.page.evaluate<Frame[]>('globalThis.shownFrames'),
      (all) => all.some(({ isBusy }) => isBusy) && isCalm(all.at(-1)),
      'the scan to end, and all that tells how far it is',
    );
    const during = frames.filter(({ isBusy }) => isBusy);
    assert.ok(during.some(({ applications }) => applications > 0));
    // A busy window draws few of the numbers, but never stands still for most of the scan.
    const numbers = new Set(
      during.map(({ checked }) => checked).filter((checked) => checked > 0 && checked < SESSIONS),
    );
    assert.ok(numbers.size > 2, `Told while it was scanned: ${[...numbers].join()}`);
    assert.ok(during.some(({ told }) => told > 0));
    // Each application has sessions, so a row that says it had none would be wrong.
    assert.ok(frames.every(({ without }) => without === 0));
    assert.ok(during.some(({ unchecked }) => unchecked > 0));
    // What was opened and selected meanwhile is so still, and has all of its rows.
    await largest.and(workbench.page.locator('[aria-selected="true"][aria-expanded="true"]')).waitFor();
    await workbench.expand('1–200');
    await workbench.page.locator('.part.sidebar [role=treeitem][aria-level="4"]').first().waitFor();
  });

  it('problems of 100,000 sessions are the first 1,000 findings and one line that says how many more there are', async () => {
    await workbench.problems();
    const input = workbench.page
      .locator('.markers-panel-container .viewpane-filter input, .viewpane-filter input')
      .first();
    await input.fill('not listed here');
    const more = workbench.problemRow('more findings are not listed here');
    const told = await workbench.until(
      async () =>
        (await more.count()) === 1 ? Number(/([\d,]+) more/.exec(await more.innerText())?.[1]?.replaceAll(',', '')) : 0,
      Boolean,
      'the line that says how many more findings there are',
    );
    const badge = workbench.page.locator('.viewpane-filter-badge').first();
    const shown = Number(/of ([\d,]+)/.exec(await badge.innerText())?.[1]?.replaceAll(',', '')) - 1;
    assert.ok(shown <= LISTED && shown > LISTED - MOST_OF_A_FILE, `${shown} findings in Problems`);
    assert.ok(told > (SESSIONS * FAULTY) / 100 - LISTED, `${told} more`);
    findings = shown + told;
    await workbench.screenshot('many-problems');
    await input.fill('');
  });

  it('all findings of 100,000 sessions are lines of one document', async () => {
    await workbench.palette('Session Workbench: Show All Findings');
    await workbench.page.locator('.tab.active').filter({ hasText: 'All Findings' }).waitFor();
    // The first line is their folder.
    const lines = findings + 1;
    assert.equal(await workbench.until(lastLine, (line) => line >= lines, 'the last line'), lines);
    await workbench.screenshot('many-findings');
  });

  it('one of 100,000 sessions is found by its e-mail address and its name', async () => {
    const { name, email } = wellSession(path.join(mobileApps, SMALL));
    await workbench.palette('Session Workbench: Find Session…');
    const input = workbench.page.locator('.quick-input-widget input.input');
    const options = workbench.page.locator('.quick-input-list').getByRole('option');
    await input.fill(email);
    await options.first().filter({ hasText: email }).waitFor();
    await input.fill(`${email} ${name}`);
    await workbench.until(
      () => options.allInnerTexts(),
      (all) => all.length === 1 && all[0]?.includes(name) === true,
      'the one session',
    );
    await workbench.page.keyboard.press('Escape');
  });

  it('a change of one file among 100,000 on disk is shown in its row and in the open list of all findings', async () => {
    const { name, email } = wellSession(path.join(mobileApps, SMALL));
    await filter(`${email} ${name}`);
    await treeitem(new RegExp(`^${email.replaceAll('.', '\\.')}, accepted, `)).waitFor();
    const text = fixture.read(SMALL, name);
    fixture.write(SMALL, name, text.replace('"status":"accepted"', '"status":"pending"'));
    await treeitem(new RegExp(`^${email.replaceAll('.', '\\.')}, pending, `)).waitFor();
    fixture.write(SMALL, name, text.replace('"status":"accepted"', '"status":"acepted"'));
    await workbench.until(lastLine, (line) => line === findings + 2, 'one more finding in the list');
    fixture.write(SMALL, name, text);
    await workbench.until(lastLine, (line) => line === findings + 1, 'the finding to go from the list');
    await workbench.palette('Session Workbench: Clear Filter of Sessions');
  });

  it('the window never throws while it shows 100,000 sessions', () => assert.deepEqual(workbench.pageErrors, []));
});

function isCalm(frame: Frame | undefined): boolean {
  return frame !== undefined && frame.applications > 0 && !frame.isBusy && frame.checked === 0 && frame.told > 0;
}

/** The first session of an application that is accepted and has an e-mail address that says whose it is. */
function wellSession(folder: string): { name: string; email: string } {
  for (const name of fs.readdirSync(folder).sort()) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const email = /"email":"([^"\\]+)"/.exec(text)?.[1];
    if (email !== undefined && text.includes('"status":"accepted"') && text.includes(`"id":"${name}"`))
      return { name, email };
  }
  throw new Error(`No session in ${folder} will do.`);
}

/** Runs in the page, from its start: keeps what the view Mobile Sessions shows in each frame, without what is as in the one before. */
const RECORD = `if (window === window.top) {
  const frames = (globalThis.shownFrames = []);
  const number = (text, pattern) => Number((pattern.exec(text)?.[1] ?? '0').replaceAll(',', ''));
  const look = () => {
    requestAnimationFrame(look);
    const pane = [...document.querySelectorAll('.part.sidebar .pane')].find((each) =>
      each.querySelector('.pane-header')?.textContent.includes('Mobile Sessions'),
    );
    if (!pane) return;
    const applications = [...pane.querySelectorAll('[role=treeitem][aria-level="2"]')];
    const told = applications.map((row) => row.querySelector('.label-description')?.textContent ?? '');
    const frame = {
      applications: applications.length,
      isBusy: pane.querySelector('.monaco-progress-container.active') !== null,
      checked: number(pane.querySelector('.message')?.textContent ?? '', /Checking session files… ([\\d,]+)/),
      told: told.reduce((sum, text) => sum + number(text, /^([\\d,]+)( |$)/), 0),
      without: told.filter((text) => /^0( |$)/.test(text)).length,
      unchecked: told.filter((text) => text.startsWith('not checked yet')).length,
    };
    if (JSON.stringify(frame) !== JSON.stringify(frames.at(-1))) frames.push(frame);
  };
  requestAnimationFrame(look);
}`;
