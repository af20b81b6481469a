import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { FLOW_PROTOCOL, type FlowPlace, type FlowStatus } from '../../src/core/flows/flowMessages';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { aMessage, anAnswer, anEnd, aStep, COOKIE, OUTLINE, stepEvents } from '../core/scenario/events';
import { type FlowPage, type FlowPageOptions, flowPages, wholeFlow } from './flowPage';
import { until } from './framedPage';

const STATUS: FlowStatus = { phase: 'paused', next: 2, canStepBack: true, holdsNext: false, onDevServer: false };
/** After the second step, the browser has another cookie instead of the first. */
const TWO: readonly RunEvent[] = [
  ...stepEvents(0),
  { kind: 'stepStarted', step: aStep(1) },
  { kind: 'messageSent', message: aMessage(2, { step: 1 }) },
  { kind: 'messageAnswered', answer: { ...anAnswer(2), cookiesAfter: [{ ...COOKIE, name: 'other' }] } },
  anEnd(1),
];

describe('the timeline of the flow page', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open(
    events: readonly RunEvent[] = TWO,
    status: Partial<FlowStatus> = {},
    more: FlowPageOptions = {},
    outline = OUTLINE,
  ) {
    flow = await openPage(more);
    await flow.untilAsked('ready');
    await flow.tell(wholeFlow({ outline, events, status: { ...STATUS, ...status } }));
    await flow.page.locator('.row').first().waitFor();
  }

  const slider = (): Locator => flow.page.getByRole('slider', { name: 'Timeline: look back' });
  const row = (key: string): Locator => flow.page.locator(`.row[data-key="${key}"]`);
  const held = (): Locator => flow.page.getByRole('complementary');
  const card = (name: string): Locator => held().locator('.card', { hasText: name });

  it('there is no timeline before anything was played', async () => {
    await open([], { phase: 'idle', next: 0 });
    assert.equal(await slider().count(), 0);
  });

  it('the timeline shows diagram and panel as they were, says which step that was, and comes back to now', async () => {
    await open();
    assert.equal(await slider().getAttribute('aria-valuetext'), 'Step 2 · Message 2');
    await slider().focus();
    await flow.page.keyboard.press('ArrowLeft');
    await flow.page.locator('.row-planned[data-key="s1"]').waitFor();
    assert.equal(await slider().getAttribute('aria-valuetext'), 'Step 1 · Message 1');
    await card('4DSID_App').getByText('new', { exact: true }).waitFor();
    assert.equal(await card('other').count(), 0);
    // What is shown is over: nothing of it can be dropped, and nothing is next.
    assert.equal(await held().getByRole('button', { name: /^Drop/ }).count(), 0);
    assert.equal(await flow.page.locator('.row-next').count(), 0);
    await flow.page.keyboard.press('Home');
    await flow.page.locator('.row-planned[data-key="s0"]').waitFor();
    assert.equal(await slider().getAttribute('aria-valuetext'), 'Before the first step');
    await flow.page.getByRole('button', { name: 'Back to Now' }).click();
    await flow.page.locator('.row-passed[data-key="s1"]').waitFor();
    await flow.page.locator('.row-next[data-key="s2"]').waitFor();
  });

  it('the panel marks what the last step has changed, with a word, and shows what is gone', async () => {
    await open();
    await card('other').getByText('new', { exact: true }).waitFor();
    await card('4DSID_App').getByText('no longer there', { exact: true }).waitFor();
    assert.equal(await card('4DSID_App').getByRole('button').count(), 0);
    await slider().focus();
    await flow.page.keyboard.press('ArrowLeft');
    await flow.page.getByRole('log').getByText('new: cookie 4DSID_App of Browser').waitFor({ state: 'attached' });
  });

  it('what is done while the page looks back is done now, and shown', async () => {
    await open();
    await slider().focus();
    await flow.page.keyboard.press('ArrowLeft');
    await flow.page.locator('.row-planned[data-key="s1"]').waitFor();
    await flow.page.getByRole('button', { name: 'Step', exact: true }).click();
    await flow.untilAsked('step');
    await flow.page.locator('.row-passed[data-key="s1"]').waitFor();
  });

  it('keys work at once when the page opens, beside the lines, and in the toolbar, but in no form', async () => {
    await open();
    const { keyboard } = flow.page;
    assert.equal(await flow.page.evaluate<boolean>('document.activeElement === document.body'), true);
    await keyboard.press('n');
    await flow.untilAsked('step');
    await keyboard.press('ArrowUp');
    await until(async () => /^Step 1\./.test(await flow.focusedName()), 'the focus on the line above');
    await flow.page.getByRole('button', { name: 'Step Back' }).focus();
    await keyboard.press('n');
    await flow.untilAsked('step', 2);
    await keyboard.press('f');
    const dialog = flow.page.getByRole('dialog', { name: 'Inject a Fault' });
    await dialog.waitFor();
    await dialog.getByLabel(/^Only this path/).focus();
    await keyboard.press('n');
    await dialog
      .getByLabel(/^Only this path/)
      .and(flow.page.locator(':focus'))
      .waitFor();
    assert.equal(await dialog.getByLabel(/^Only this path/).inputValue(), 'n');
    assert.equal(flow.askedFor('step').length, 2);
  });

  it('a message that is only told comes along: the real one behind it is marked as next', async () => {
    const steps = [aStep(0), { ...aStep(1), kind: 'note' as const }, aStep(2)];
    await open(stepEvents(0), { next: 1 }, {}, { ...OUTLINE, steps });
    await flow.page.locator('.row-next[data-key="s2"]').waitFor();
    assert.equal(await flow.page.locator('.row-next').count(), 1);
  });

  it('an arrow shows the first words of its answer, where a redirect leads to, and that a refusal was expected', async () => {
    const refused = { ...anAnswer(1, { rules: ['web.otp.used'] }), gist: { words: 'You are not signed in' } };
    const redirect = { ...anAnswer(2, { status: 302, rules: [] }), gist: { location: '/done' } };
    await open([
      { kind: 'stepStarted', step: { ...aStep(0), expects: true } },
      { kind: 'messageSent', message: aMessage(1, { step: 0 }) },
      { kind: 'messageAnswered', answer: refused },
      anEnd(0),
      { kind: 'stepStarted', step: aStep(1) },
      { kind: 'messageSent', message: aMessage(2, { step: 1 }) },
      { kind: 'messageAnswered', answer: redirect },
      anEnd(1),
    ]);
    await row('s0').getByText('You are not signed in', { exact: true }).waitFor();
    // The status alone would not say it.
    await row('s0').locator('.status.refused-expected', { hasText: '200 OK' }).waitFor();
    await row('s0').getByText('as expected', { exact: true }).waitFor();
    assert.equal(await row('s0').locator('.icon-warning, .icon-failed').count(), 0);
    await row('s1').locator('.gist-location', { hasText: '/done' }).waitFor();
  });

  describe('after the window was loaded anew', () => {
    const place: FlowPlace = {
      version: FLOW_PROTOCOL,
      file: OUTLINE.file,
      selected: 's0',
      opened: ['s0'],
      scroll: 40,
      moment: 1,
    };
    const low = { width: 1200, height: 420 };

    it('the page is where it was: line, open details, moment and scroll', async () => {
      await open(TWO, {}, { place, viewport: low });
      await flow.page.locator('.row-current[data-key="s0"]').waitFor();
      await row('s0').locator('.details').waitFor();
      assert.equal(await slider().getAttribute('aria-valuetext'), 'Step 1 · Message 1');
      await until(
        async () =>
          (await flow.page.locator('.diagram').evaluate((each: { scrollTop: number }) => each.scrollTop)) === 40,
        'the scroll',
      );
    });

    it('the page keeps where it is scrolled to, and which lines are open', async () => {
      await open(TWO, {}, { viewport: low });
      await row('s0').locator('.line').click();
      await row('s0').locator('.details').waitFor();
      await flow.page.locator('.diagram').hover();
      await flow.page.mouse.wheel(0, 60);
      await until(() => (flow.kept?.scroll ?? 0) > 0, 'the scroll to be kept');
      assert.deepEqual(flow.kept?.opened, ['s0']);
    });

    it('a run that is only kept says so, offers to play it again, and sends nothing again', async () => {
      await open(TWO, { phase: 'kept', canStepBack: false });
      await flow.page.getByText('From before the reload · 2 of 3 steps').waitFor();
      await row('s0').locator('.line').click();
      const details = row('s0').locator('.details');
      await details.getByRole('button', { name: 'Show in File' }).waitFor();
      assert.equal(await details.getByRole('button', { name: /^(?:Send Again|Copy as curl)/ }).count(), 0);
      for (const name of ['Step', 'Save as Scenario…']) {
        const tool = flow.page.getByRole('toolbar').getByRole('button', { name, exact: true });
        assert.equal(await tool.getAttribute('aria-disabled'), 'true');
      }
      assert.equal(await flow.page.getByRole('button', { name: /^Play/ }).count(), 1);
      await flow.page.getByRole('button', { name: 'Play Again' }).click();
      await flow.untilAsked('playAgain');
    });
  });
});

describe('the splitter of the flow page', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open(viewport: { readonly width: number; readonly height: number }, place?: FlowPlace) {
    flow = await openPage({ viewport, ...(place && { place }) });
    await flow.untilAsked('ready');
    await flow.tell(wholeFlow({ outline: OUTLINE, events: TWO, status: STATUS }));
    await flow.page.locator('.row').first().waitFor();
  }

  const line = (): Locator => flow.page.getByRole('separator', { name: 'Divide the room between messages and panel' });
  const boxOf = async (each: Locator) => (await each.boundingBox()) ?? assert.fail(`${each} has no place`);
  const share = async () => Number(await line().getAttribute('aria-valuenow'));

  it('the splitter moves with the mouse and with keys, says where it is, and is kept', async () => {
    await open({ width: 1200, height: 800 });
    assert.equal(await line().getAttribute('aria-orientation'), 'vertical');
    const { y, height } = await boxOf(line());
    await line().hover();
    await flow.page.mouse.down();
    await flow.page.mouse.move(600, y + height / 2, { steps: 3 });
    await flow.page.mouse.up();
    await until(async () => (await share()) === 50, 'the splitter in the middle');
    assert.ok(Math.abs((await boxOf(line())).x - 600) < 12);
    await flow.page.keyboard.press('ArrowRight');
    await until(async () => (await share()) === 52, 'a little to the right');
    await flow.page.keyboard.press('Shift+ArrowLeft');
    await until(async () => (await share()) === 42, 'far to the left');
    assert.deepEqual(flow.askedFor('split').at(-1)?.split, { across: 42 });
    await flow.page.keyboard.press('End');
    await until(() => flow.askedFor('split').at(-1)?.split.across === 85, 'the end');
    await flow.page.keyboard.press('Home');
    await until(() => flow.askedFor('split').at(-1)?.split.across === 20, 'the beginning');
    await flow.page.keyboard.press('Enter');
    await until(() => flow.askedFor('split').at(-1)?.split.across === undefined, 'as it was');
  });

  it('the splitter is where it is in another simulator, from the start and when it is moved there', async () => {
    flow = await openPage({ viewport: { width: 1200, height: 800 } });
    await flow.untilAsked('ready');
    await flow.tell(wholeFlow({ outline: OUTLINE, events: TWO, status: STATUS }, { across: 55 }));
    await until(async () => (await line().count()) > 0 && (await share()) === 55, 'the place of the start');
    await flow.tell({ kind: 'split', split: { across: 40 } });
    await until(async () => (await share()) === 40, 'the place of the other simulator');
    assert.deepEqual(flow.askedFor('split'), []);
  });

  it('the splitter lies between diagram and panel where they stand one above the other', async () => {
    await open({ width: 600, height: 900 });
    assert.equal(await line().getAttribute('aria-orientation'), 'horizontal');
    await line().focus();
    const before = await share();
    await flow.page.keyboard.press('ArrowUp');
    await until(async () => (await share()) < before, 'the splitter higher up');
    assert.equal(typeof flow.askedFor('split').at(-1)?.split.down, 'number');
    const [diagram, panel] = [await boxOf(flow.page.locator('.diagram')), await boxOf(flow.page.locator('.held'))];
    assert.ok(diagram.y + diagram.height <= panel.y);
  });

  it('five lanes fit a window of 600 pixels, with each name on two lines at most, whole or in its tooltip', async () => {
    await open({ width: 600, height: 700 });
    const names = ['User', 'Front end', '4D Server', 'External platform of somebody else', 'Another browser'];
    const actors = names.map((name) => ({ name, role: 'server' as const }));
    await flow.tell(wholeFlow({ outline: { ...OUTLINE, name: 'Five', actors }, events: [], status: STATUS }));
    await flow.page.getByRole('heading', { name: 'Five' }).waitFor();
    const size = await flow.page
      .locator('.diagram')
      .evaluate(({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) => [
        scrollWidth,
        clientWidth,
      ]);
    assert.equal(size[0], size[1]);
    for (const name of names) {
      const head = flow.page.getByTitle(`${name} (server)`);
      assert.ok((await boxOf(head)).height < 48, name);
    }
  });
});
