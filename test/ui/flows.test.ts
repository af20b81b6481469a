import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { ScenarioSource } from '../../src/core/scenario/scenarioSource';
import { Fixture } from './fixture';
import type { Theme, Workbench } from './workbench';

const FLOW = 'OTP with $4DSID';
const OTHER = 'OTP with restore and state';
const CALLBACK = 'External platform calls back 4D Server if validation OK';
const SAVED = 'reused.scenario.json';
/** A title of a command begins so; what follows is its name. */
const OURS = 'Session Workbench: ';

describe('the flow simulator in a real VS Code, from the VSIX', () => {
  const fixture = new Fixture();
  let workbench: Workbench;
  let flow: FrameLocator;
  const saved = path.join(fixture.folder, SAVED);

  before(async () => {
    fs.mkdirSync(fixture.mobileApps, { recursive: true });
    workbench = await fixture.open({ viewport: { width: 1500, height: 950 } });
    flow = simulator(workbench);
    await showFlows(workbench);
  });

  after(() => fixture.close());
  afterEach(function () {
    return fixture.tidy(this.currentTest);
  });

  const status = (text: string | RegExp) => flow.getByRole('status').filter({ hasText: text });
  const line = (name: RegExp): Locator => flow.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
  const tool = (name: string) => flow.getByRole('toolbar').getByRole('button', { name, exact: true });
  const readSaved = () => JSON.parse(fs.readFileSync(saved, 'utf8')) as ScenarioSource;

  /** Runs the saved scenario without the simulator; what VS Code tells of it. */
  async function runSaved(verdict: RegExp): Promise<Locator> {
    await workbench.palette('Notifications: Clear All Notifications');
    const { name } = readSaved();
    await workbench.contextMenu(workbench.row(name, 'Flows'), 'Run Flow to the End');
    const notification = workbench.notification(verdict);
    await notification.waitFor();
    return notification;
  }

  it('the flow simulator is opened from the view Flows, and shows what is planned', async () => {
    await openFlow(workbench);
    await status('Ready · 0 of 13 steps').waitFor();
    // What is only drawn before it comes along, so the first message is next.
    await line(/^Step 2\. Front end to 4D Server: ValidateOperation\(\)\. next\.$/).waitFor();
    await line(/^Step 8\. External platform to 4D Server: .* planned\.$/).waitFor();
  });

  it('the flow simulator plays the flow over real HTTP to its end', async () => {
    await tool('Play').click();
    await status('At the end · 13 of 13 steps').waitFor();
    await line(/^Step 8\. .*Answer 200 OK\. .*passed\.$/).waitFor();
    await flow.getByRole('complementary').getByText('"Validated"').waitFor();
  });

  it('the flow simulator shows that the code is refused when it is used again, and why', async () => {
    await line(/^Step 8\./).click();
    await flow.getByRole('button', { name: 'Send Again', exact: true }).click();
    const again = line(new RegExp(`^by hand\\. External platform to 4D Server: ${CALLBACK}`));
    await again.waitFor();
    // It is there while it is under way.
    await line(/^by hand\. .*Answer 403 Forbidden\..*Because: The one-time passcode was used already/).waitFor();
    const row = flow.locator('.row').filter({ has: flow.getByRole('button', { name: /^by hand/ }) });
    await row.locator('.cause').getByText('web.otp.used').waitFor();
    // It is there where it can be seen, open, and with the focus.
    await row.getByText('step 8 again', { exact: true }).waitFor();
    await row.locator('.details').getByRole('button', { name: 'Send Again', exact: true }).waitFor();
    await flow.locator('.row-current .line:focus', { hasText: /^by hand/ }).waitFor();
    await workbench.until(() => isInWindow(again), Boolean, 'the line in the window');
    await line(/^Step 8\./).click();
    await again.scrollIntoViewIfNeeded();
  });

  for (const theme of [
    'Default Dark Modern',
    'Default Light Modern',
    'Default High Contrast',
  ] as const satisfies Theme[]) {
    it(`the flow simulator is drawn in ${theme}`, async () => {
      await workbench.setTheme(theme);
      const kind = {
        'Default Dark Modern': 'vscode-dark',
        'Default Light Modern': 'vscode-light',
        'Default High Contrast': 'vscode-high-contrast',
      }[theme];
      await flow.locator(`body.${kind}`).waitFor();
      await workbench.screenshot(`flow ${theme}`);
    });
  }

  it('what was done by hand is saved as a scenario', async () => {
    await workbench.setTheme('Default Dark Modern');
    await tool('Save as Scenario…').click();
    const input = workbench.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await workbench.until(
      () => input.inputValue(),
      (text) => text.includes('by-hand'),
      'the proposed name',
    );
    await input.fill(saved);
    await workbench.page.locator('.quick-input-widget').getByRole('button', { name: 'OK', exact: true }).click();
    await flow.getByText(`Saved as ${SAVED}.`).first().waitFor();
    const { server, steps } = readSaved();
    assert.deepEqual(server?.web, { project: 'example:otp' }, 'wherever the next version is installed');
    // Time that passed while it was played, more of it on a busy machine, is saved as steps of the clock.
    assert.equal(steps.filter(({ clock }) => !clock).length, 14);
    assert.deepEqual(steps.at(-1)?.expect, { status: 403, cause: 'web.otp.used' });
    assert.equal(steps.at(-1)?.request?.url, '{{callback}}');
  });

  it('the saved scenario is listed, and passes as the code is refused there too', async () => {
    await workbench.row(readSaved().name, 'Flows').waitFor();
    const { steps } = readSaved();
    await runSaved(new RegExp(`, by hand passes: ${steps.length} steps\\.`));
  });

  it('the saved scenario fails when it expects the code to be good', async () => {
    const source = readSaved();
    const good = { ...source.steps.at(-1), expect: { status: 200, cause: 'web.otp.restored' } };
    fs.writeFileSync(saved, JSON.stringify({ ...source, steps: source.steps.with(-1, good) }, undefined, 2));
    await runSaved(/reused\.scenario\.json fails\. External platform calls back/);
  });

  it('a flow is run to its end from the palette without a question, from the beginning where it is at the end', async () => {
    await line(/^by hand\./).waitFor();
    await workbench.palette('Notifications: Clear All Notifications');
    await workbench.palette(`${OURS}Run Flow to the End`);
    await workbench.notification(/OTP with \$4DSID passes: 13 steps\./).waitFor();
    await status('At the end · 13 of 13 steps').waitFor();
    assert.equal(await line(/^by hand\./).count(), 0);
  });

  it('the flow simulator comes back with the window in its place, with its run as it was', async () => {
    await line(/^Step 5\./).click();
    // The browser's VS Code writes what is kept down every few seconds; only then a reload finds it.
    await workbench.until(() => workbench.page.evaluate<boolean>(HAS_KEPT_STEP_5), Boolean, 'the place to be kept');
    await workbench.reload();
    await flow.getByRole('heading', { name: FLOW, exact: true }).waitFor();
    await status('From before the reload · 13 of 13 steps').waitFor();
    await flow
      .locator('.row-current')
      .getByRole('button', { name: /^Step 5\./ })
      .waitFor();
    await line(/^Step 8\. .*Answer 200 OK\. .*passed\.$/).waitFor();
    await workbench.screenshot('flow kept');
    // The server of that run is gone, so there is only one way on.
    await flow.getByRole('button', { name: 'Play Again', exact: true }).click();
    await status('At the end · 13 of 13 steps').waitFor();
  });

  it('two flow simulators keep their places beside each other, and come back with the window, also the one behind another tab', async () => {
    const { page } = workbench;
    const tab = (name: string) => page.locator('.tabs-container').getByRole('tab', { name }).first();
    // Of several pages in one group, only that of the tab in front is to be seen.
    const shown = page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
    const heading = (name: string) => shown.getByRole('heading', { name, exact: true });
    const show = (name: string) => workbench.insist(() => tab(name).click(), heading(name), `the simulator of ${name}`);
    const told = (text: string) => shown.getByRole('status').filter({ hasText: text });
    const step5 = shown.locator('.row-current').getByRole('button', { name: /^Step 5\./ });
    await line(/^Step 5\./).click();
    await workbench.insist(() => workbench.row(OTHER, 'Flows').click(), heading(OTHER), 'the other simulator');
    await shown.getByRole('toolbar').getByRole('button', { name: 'Play', exact: true }).click();
    await told('At the end').waitFor();
    await show(FLOW);
    await told('At the end · 13 of 13 steps').waitFor();
    await step5.waitFor();
    await show(OTHER);
    await told('At the end · 16 of 16 steps').waitFor();
    await workbench.until(() => page.evaluate<boolean>(HAS_KEPT_BOTH), Boolean, 'both to be kept');
    await workbench.reload();
    await tab(FLOW).waitFor();
    await show(OTHER);
    await told('From before the reload · 16 of 16 steps').waitFor();
    await workbench.screenshot('flow kept beside another');
    await show(FLOW);
    await told('From before the reload · 13 of 13 steps').waitFor();
    await step5.waitFor();
  });

  it('the window never throws while the flow simulator is used', () => assert.deepEqual(workbench.pageErrors, []));
});

/** Runs in the window: whether a condition is true of `texts`, all that its storage has. */
function isKept(condition: string): string {
  return `(async () => {
  const ask = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let texts = '';
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames) {
        const values = await ask(database.transaction(store).objectStore(store).getAll());
        texts += JSON.stringify(values);
      }
    } finally {
      database.close();
    }
  }
  return ${condition};
})()`;
}

/** A run, and the fifth step as its place, however often that is quoted there. */
const HAS_STEP_5 = String.raw`/selected[\\"]+:[\\"]+s4/.test(texts) && texts.includes('flowRecords')`;
const HAS_KEPT_STEP_5 = isKept(HAS_STEP_5);
/** The same, with the run of the other simulator and a place in it. */
const HAS_KEPT_BOTH = isKept(
  String.raw`${HAS_STEP_5} && /otp-restore\.scenario\.json[\\"]+:\{[\\"]+outline/.test(texts) &&
    /otp-restore\.scenario\.json[\\"]+,[\\"]+(?:selected|opened|scroll)/.test(texts)`,
);

describe('the flow simulator in an untrusted workspace', () => {
  it('in an untrusted workspace the flow simulator shows the plan, says why nothing is run, and starts no server', async () => {
    const fixture = new Fixture();
    fs.mkdirSync(fixture.mobileApps, { recursive: true });
    const workbench = await fixture.open({
      viewport: { width: 1500, height: 950 },
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
    });
    try {
      const flow = simulator(workbench);
      await showFlows(workbench);
      await openFlow(workbench);
      for (const name of ['Play', 'Step']) {
        await flow.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
        await flow.getByText('This workspace is not trusted, so no flow is run in it.').first().waitFor();
      }
      await flow.getByRole('status').filter({ hasText: 'Ready · 0 of 13 steps' }).waitFor();
      await workbench.screenshot('flow-untrusted');
      assert.deepEqual(workbench.pageErrors, []);
    } finally {
      await fixture.close();
    }
  });
});

async function isInWindow(line: Locator): Promise<boolean> {
  const box = await line.boundingBox();
  const window = line.page().viewportSize();
  return box !== null && window !== null && box.y > 0 && box.y + box.height < window.height;
}

/** The page of the simulator. */
function simulator({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** The view Flows, with room for all its rows. */
async function showFlows(workbench: Workbench): Promise<void> {
  await workbench.openView('Session Workbench');
  // It begins closed: sessions and server come first.
  await workbench.palette(`${OURS}Focus on Flows View`);
  // A list has only the rows that there is room for.
  for (const other of ['Mobile Sessions', 'Dev Server']) {
    const header = workbench.page.getByRole('button', { name: new RegExp(`^${other}( Section)?$`) });
    const folded = header.and(workbench.page.locator('[aria-expanded="false"]'));
    const fold = async () => {
      if (!(await folded.isVisible())) await header.click();
    };
    await workbench.insist(fold, folded, `the view ${other} to be folded`);
  }
}

async function openFlow(workbench: Workbench): Promise<void> {
  const heading = simulator(workbench).getByRole('heading', { name: FLOW, exact: true });
  await workbench.expand(workbench.row('4D Web Sessions', 'Flows'));
  await workbench.insist(() => workbench.row(FLOW, 'Flows').click(), heading, 'the simulator');
}
