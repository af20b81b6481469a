import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { FLOW_PROTOCOL, type FlowStatus, type ToPage } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { aMessage, anAnswer, anEnd, aStep, OUTLINE } from '../core/scenario/events';
import { type FlowPage, type FlowPageOptions, flowPages } from './flowPage';
import { until } from './framedPage';
import { THEMES, type ThemeName } from './themes';

const IDLE: FlowStatus = { phase: 'idle', next: 0, canStepBack: false, holdsNext: false, onDevServer: false };
const MESSAGE = /^Step 1\. Browser to 4D Server: Message 1\./;

describe('the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  const line = (name: RegExp | string): Locator =>
    flow.page.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
  const tool = (name: string): Locator => flow.page.getByRole('toolbar').getByRole('button', { name, exact: true });

  /** Opens the page and answers what it asks first. */
  async function open(events: readonly RunEvent[] = [], status: Partial<FlowStatus> = {}, more: FlowPageOptions = {}) {
    flow = await openPage(more);
    await flow.untilAsked('ready');
    await flow.tell(whole(events, status));
    await flow.page.getByRole('heading', { name: OUTLINE.name, exact: true }).waitFor();
  }

  it('the page asks first, says its version, and shows nothing before it is told', async () => {
    flow = await openPage();
    await flow.untilAsked('ready');
    assert.deepEqual(flow.asked, [{ kind: 'ready', version: FLOW_PROTOCOL }]);
    assert.equal(await flow.page.getByRole('heading').count(), 0);
    await flow.tell({ kind: 'events', events: FIRST });
    await flow.tell(whole());
    await line(/^Step 1\..*next/).waitFor();
  });

  it('the page shows what is planned when nothing was done', async () => {
    await open();
    assert.deepEqual(await line(/./).locator('.spoken').allTextContents(), [
      'Step 1. Browser to 4D Server: Message 1. next.',
      'Step 2. Browser to 4D Server: Message 2. planned.',
      'Step 3. Browser to 4D Server: Message 3. planned.',
    ]);
    // Nothing is held yet: the messages have all the room.
    assert.equal(await flow.page.getByRole('complementary').count(), 0);
    assert.equal(await flow.page.getByRole('separator').count(), 0);
    for (const name of ['Step Back', 'Restart', 'Jump to Next Deadline', 'Save as Scenario…']) {
      assert.equal(await tool(name).getAttribute('aria-disabled'), 'true', name);
    }
  });

  it('the page shows messages as they come, and says them to those who listen', async () => {
    await open();
    await flow.tell({ kind: 'status', status: { ...IDLE, phase: 'running' } });
    await flow.tell({ kind: 'events', events: FIRST.slice(0, 2) });
    await line(/^Step 1\. Browser to 4D Server: Message 1\. running\.$/).waitFor();
    await flow.tell({ kind: 'events', events: FIRST.slice(2) });
    await line(/Message 1\. Answer 200 OK\. passed\.$/).waitFor();
    await flow.page.getByRole('log').getByText('Browser to 4D Server: Message 1. Answer 200 OK.').waitFor();
    assert.equal(await flow.page.getByRole('log').getAttribute('aria-live'), 'polite');
  });

  it('the page shows a refusal with its cause, and a failure with what was expected', async () => {
    const failures = [{ message: 'Status 403, expected 200', expected: '200', actual: '403', place: aStep(0).place }];
    const end: RunEvent = {
      kind: 'stepEnded',
      result: { step: aStep(0), verdict: 'failed', failures, journal: [], taken: {}, ms: 1 },
    };
    const refused: RunEvent = {
      kind: 'messageAnswered',
      answer: anAnswer(1, { status: 403, rules: ['web.otp.used', 'web.handler'] }),
    };
    await open([...FIRST.slice(0, 2), refused, end], { phase: 'paused', next: 1, canStepBack: true });
    await line(
      /Answer 403 Refused\. not expected\. Because: The rule web\.otp\.used\. failed\. Status 403, expected 200\.$/,
    ).waitFor();
    await flow.page.locator('.cause').getByText('web.otp.used', { exact: true }).waitFor();
    await flow.page.getByRole('status').filter({ hasText: 'Paused · 1 of 3 steps · 1 failed' }).waitFor();
  });

  it('the page says what keeps a scenario from running', async () => {
    await open([], { phase: 'broken', problem: 'The variable "user" has no value; give it one.' });
    await flow.page.getByRole('alert').filter({ hasText: 'The variable "user" has no value' }).waitFor();
    assert.equal(await tool('Play').getAttribute('aria-disabled'), 'true');
    assert.equal(await tool('Restart').getAttribute('aria-disabled'), 'false');
  });

  it('the page opens a message to request, response, cookies and causes', async () => {
    await open(FIRST, { phase: 'paused', next: 1, canStepBack: true });
    await line(MESSAGE).click();
    const details = flow.page.locator('#details-s0');
    for (const text of ['GET http://127.0.0.1:8080/page/1', 'Cookies of Browser', '4DSID_App', 'web.handler']) {
      await details.getByText(text, { exact: true }).first().waitFor();
    }
    assert.equal(await line(MESSAGE).getAttribute('aria-expanded'), 'true');
    await details.getByRole('button', { name: 'Send Again', exact: true }).click();
    await details.getByRole('button', { name: 'Copy as curl' }).click();
    await details.getByRole('button', { name: 'Show in File' }).click();
    await flow.untilAsked('openStep');
    assert.deepEqual(flow.asked.slice(1), [
      { kind: 'replay', message: 1 },
      { kind: 'copyCurl', message: 1 },
      { kind: 'openStep', step: 0 },
    ]);
  });

  it('the page is used with the keyboard alone', async () => {
    await open(FIRST, { phase: 'paused', next: 1, canStepBack: true });
    const { keyboard } = flow.page;
    const focused = async (name: RegExp) => {
      let last = '';
      const isSo = async () => {
        last = await flow.focusedName();
        return name.test(last);
      };
      await until(isSo, `the focus on ${name}`).catch((error) => {
        throw new Error(`${error.message} It is on: ${last}`);
      });
    };
    await keyboard.press('Tab');
    await focused(/^Play$/);
    await keyboard.press('ArrowRight');
    await focused(/^Step$/);
    await keyboard.press('Tab');
    await focused(/^Step 1\./);
    await keyboard.press('ArrowDown');
    await focused(/^Step 2\./);
    await keyboard.press('End');
    await focused(/^Step 3\./);
    await keyboard.press('r');
    await flow.untilAsked('runTo');
    assert.deepEqual(flow.askedFor('runTo'), [{ kind: 'runTo', step: 2 }]);
    await keyboard.press('Home');
    await focused(/^Step 1\./);
    await keyboard.press('ArrowRight');
    await flow.page.locator('#details-s0').getByRole('button', { name: 'Send Again', exact: true }).waitFor();
    await keyboard.press('ArrowLeft');
    await flow.page.locator('#details-s0').waitFor({ state: 'hidden' });
    for (const key of ['p', 'n', 'b', 'c']) await keyboard.press(key);
    await flow.untilAsked('holdNext');
    assert.deepEqual(flow.asked.slice(-4), [
      { kind: 'play' },
      { kind: 'step' },
      { kind: 'back' },
      { kind: 'holdNext', on: true },
    ]);
    await keyboard.press('?');
    await flow.page.getByRole('dialog', { name: 'Keyboard Shortcuts' }).waitFor();
    await keyboard.press('Escape');
    await flow.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('the page covers the secrets of a run in addresses, cookies and details until they are asked for', async () => {
    const secret = 'A1B2C3D4E5F6A7B8';
    const request = { ...aMessage(1).request, url: `http://127.0.0.1:8080/back?code=${secret}` };
    const message = { kind: 'messageSent', message: aMessage(1, { step: 0, request }) } as const;
    await open([], { phase: 'paused', next: 1, canStepBack: true });
    await flow.tell({ kind: 'events', events: [{ kind: 'stepStarted', step: aStep(0) }, message] });
    await flow.page.getByText(`GET http://127.0.0.1:8080/back?code=${secret}`).waitFor();
    // Known only from what comes later, and covered in what is drawn already.
    await flow.tell({ kind: 'events', events: [], secrets: [secret] });
    await flow.page.getByText('GET http://127.0.0.1:8080/back?code=•••').waitFor();
    await line(MESSAGE).click();
    const all = () => flow.page.locator('body').evaluate((each: { outerHTML: string }) => each.outerHTML);
    assert.ok(!(await all()).includes(secret));
    await tool('Show Secrets').click();
    await flow.page.locator('#details-s0').getByText(`GET http://127.0.0.1:8080/back?code=${secret}`).waitFor();
    assert.equal(await tool('Show Secrets').getAttribute('aria-pressed'), 'true');
    await flow.page.keyboard.press('v');
    await flow.page.locator('#details-s0').getByText('GET http://127.0.0.1:8080/back?code=•••').waitFor();
    assert.ok(!(await all()).includes(secret));
  });

  it('the page covers a short password where it is a value, and leaves paths and names readable that have its letters', async () => {
    const request = {
      ...aMessage(1).request,
      url: 'http://127.0.0.1:8080/mobileapp/login?again=mobi',
      headers: [['X-Password', 'mobi']] as const,
      body: '{"mobi":"mobile","password":"mobi"}',
    };
    const message = { kind: 'messageSent', message: aMessage(1, { step: 0, request }) } as const;
    await open([], { phase: 'paused', next: 1, canStepBack: true });
    await flow.tell({ kind: 'events', events: [{ kind: 'stepStarted', step: aStep(0) }, message], secrets: ['mobi'] });
    await line(MESSAGE).click();
    const details = flow.page.locator('#details-s0');
    await details.getByText('GET http://127.0.0.1:8080/mobileapp/login?again=•••').waitFor();
    await until(async () => ((await details.textContent()) ?? '').includes('X-Password'), 'the header');
    const text = (await details.textContent()) ?? '';
    assert.match(text, /"mobi": ?"mobile"/);
    assert.match(text, /"password": ?"•••"/);
    assert.doesNotMatch(text, /=mobi\b|X-Password[:\s]*mobi|: ?"mobi"/);
    await tool('Show Secrets').click();
    await details.getByText('GET http://127.0.0.1:8080/mobileapp/login?again=mobi').waitFor();
  });

  it('the page lets a request be changed that waits', async () => {
    const request = {
      ...aMessage(1).request,
      headers: [
        ['Cookie', '4DSID_App=A1'],
        ['Authorization', 'Bearer abc'],
      ] as const,
    };
    await open([{ kind: 'stepStarted', step: aStep(0) }], {
      phase: 'held',
      held: { title: 'Message 1', from: 'Browser', to: '4D Server', request },
    });
    await flow.page.getByRole('button', { name: 'Change…' }).click();
    const dialog = flow.page.getByRole('dialog', { name: 'Change the Request' });
    await dialog.getByLabel('Address').fill('no address');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('The address is not a whole http address.').waitFor();
    await dialog.getByLabel('Address').fill('http://127.0.0.1:8080/other');
    await dialog.getByLabel('Alter one character of the token').check();
    await dialog.getByLabel('Leave out the cookie 4DSID_App').check();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await flow.untilAsked('send');
    assert.deepEqual(flow.askedFor('send')[0]?.change, {
      request: { ...request, url: 'http://127.0.0.1:8080/other' },
      drop: ['cookie:4DSID_App'],
      tamper: ['token'],
    });
  });

  it('the page injects a fault', async () => {
    await open(FIRST, { phase: 'paused', next: 1, canStepBack: true });
    await tool('Inject Fault…').click();
    const dialog = flow.page.getByRole('dialog', { name: 'Inject a Fault' });
    await dialog.getByLabel('What goes wrong').selectOption({ label: 'Answer 503' });
    await dialog.getByLabel(/^Only this path/).fill('/rest/$catalog');
    await dialog.getByRole('button', { name: 'Inject', exact: true }).click();
    await flow.untilAsked('addFault');
    assert.deepEqual(flow.askedFor('addFault')[0], {
      kind: 'addFault',
      fault: { kind: 'status', status: 503, scope: { route: '/rest/$catalog' }, times: 1 },
      title: 'Fault: Answer 503',
    });
  });

  it('the page exports by keyboard and mouse', async () => {
    await open(FIRST, { phase: 'ended', next: 3, canStepBack: true });
    await tool('Export').click();
    await flow.page.getByRole('button', { name: 'SVG Picture…' }).click();
    await flow.untilAsked('export');
    assert.deepEqual(flow.askedFor('export'), [{ kind: 'export', format: 'svg' }]);
  });

  it('the page keeps its place over a reload, and no secrets', async () => {
    await open(FIRST, { phase: 'paused', next: 1, canStepBack: true });
    await line(/^Step 3\./).click();
    await until(() => flow.kept?.opened !== undefined, 'the place to be kept');
    assert.deepEqual(flow.kept, {
      version: FLOW_PROTOCOL,
      file: OUTLINE.file,
      selected: 's2',
      opened: ['s2'],
      scroll: 0,
    });
    const place = flow.kept;
    await flow.close();
    await open([], {}, { ...(place && { place }) });
    await flow.page
      .locator('.row-current')
      .getByRole('button', { name: /^Step 3\./ })
      .waitFor();
  });

  it('the page takes back what was stepped back, and keeps what is before', async () => {
    await open(FIRST, { phase: 'paused', next: 1, canStepBack: true });
    await flow.tell({ kind: 'events', events: [{ kind: 'steppedBack', step: 0 }] });
    await flow.tell({ kind: 'status', status: IDLE });
    await line(/^Step 1\. Browser to 4D Server: Message 1\. next\.$/).waitFor();
    assert.equal(await flow.page.getByText('200 OK').count(), 0);
  });

  it('the page has room for 500 messages, which scroll, and draws for each what is its own alone', async () => {
    const steps = Array.from({ length: 500 }, (_, index) => aStep(index));
    const events = steps.flatMap(({ index }): RunEvent[] => [
      { kind: 'stepStarted', step: aStep(index) },
      { kind: 'messageSent', message: aMessage(index + 1, { step: index }) },
      { kind: 'messageAnswered', answer: anAnswer(index + 1) },
      anEnd(index),
    ]);
    flow = await openPage();
    await flow.untilAsked('ready');
    await flow.tell({ ...whole([], { phase: 'running' }), outline: { ...OUTLINE, steps } });
    await line(/^Step 500\./).waitFor({ state: 'attached' });
    const drawn = await countDrawn(flow);
    for (let at = 0; at < events.length; at += 100)
      await flow.tell({ kind: 'events', events: events.slice(at, at + 100) });
    await flow.tell({ kind: 'status', status: { ...IDLE, phase: 'ended', next: 500 } });
    await line(/^Step 500\. .*passed\.$/).waitFor({ state: 'attached' });
    // A page that draws all anew for each event makes five hundred rows two thousand times.
    const count = await drawn();
    assert.ok(count > 0 && count < events.length * 5, `${count} nodes for ${events.length} events`);
    await line(/^Step 1\./).focus();
    await flow.page.keyboard.press('End');
    const isShown = async () => ((await line(/^Step 500\./).boundingBox())?.y ?? Number.POSITIVE_INFINITY) < 800;
    await until(isShown, 'the last line in view');
    const top = async (selector: string) => (await flow.page.locator(selector).boundingBox())?.y;
    assert.equal(await top('.actor-frame'), await top('.diagram'));
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`the page says everything without colour, and is drawn in ${theme}`, async () => {
      const refused: RunEvent = {
        kind: 'messageAnswered',
        answer: anAnswer(1, { status: 403, rules: ['web.otp.used'] }),
      };
      await open(
        [...FIRST.slice(0, 2), refused, anEnd(0, 'failed')],
        { phase: 'paused', next: 1, canStepBack: true },
        { theme },
      );
      const row = flow.page.locator('.row').first();
      await row.locator('.icon-failed').first().waitFor();
      await row.locator('.verdict-unexpected .icon-failed').first().waitFor();
      await row.locator('.icon-refused.refused-unexpected').first().waitFor();
      await row.getByText('not expected', { exact: true }).waitFor();
      assert.equal(await row.locator('.gutter').getAttribute('title'), 'failed');
      await flow.screenshot(`page ${theme}`);
    });
  }

  it('the page is still where motion is off', async () => {
    await open(FIRST.slice(0, 2), { phase: 'running' }, { reducedMotion: true });
    await flow.page.locator('.row-running').waitFor();
    assert.equal(await flow.page.evaluate('document.getAnimations().length'), 0);
    await flow.close();
    await open(FIRST.slice(0, 2), { phase: 'running' }, { reducedMotion: false });
    await until(
      async () => Number(await flow.page.evaluate('document.getAnimations().length')) > 0,
      'something that moves',
    );
    await flow.page.evaluate('document.body.classList.add("vscode-reduce-motion")');
    await until(async () => (await flow.page.evaluate('document.getAnimations().length')) === 0, 'nothing that moves');
  });
});

describe('the bundle of the page', () => {
  it('the bundle of the page is small, and has no eval', () => {
    const file = path.resolve(__dirname, '../../../dist/flow.js');
    assert.ok(fs.statSync(file).size < 340_000);
    const text = fs.readFileSync(file, 'utf8');
    assert.doesNotMatch(text, /\beval\(|new Function\(|\.innerHTML|\.style\./);
  });
});

const FIRST: readonly RunEvent[] = [
  { kind: 'stepStarted', step: aStep(0) },
  { kind: 'messageSent', message: aMessage(1, { step: 0 }) },
  { kind: 'messageAnswered', answer: anAnswer(1) },
  anEnd(0),
];

function whole(events: readonly RunEvent[] = [], status: Partial<FlowStatus> = {}): Extract<ToPage, { kind: 'flow' }> {
  return {
    kind: 'flow',
    version: FLOW_PROTOCOL,
    strings: flowStrings(SYSTEM_PARTS),
    language: 'en',
    outline: OUTLINE,
    events,
    status: { ...IDLE, ...status },
    split: {},
    secrets: [],
  };
}

/** @returns how many nodes were put into the page since, each with all beneath it counted as one */
async function countDrawn({ page }: FlowPage): Promise<() => Promise<number>> {
  await page.evaluate(`{
    window.drawn = 0;
    const count = (records) => {
      for (const { addedNodes } of records) window.drawn += addedNodes.length;
    };
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
  }`);
  return async () => Number(await page.evaluate('window.drawn'));
}
