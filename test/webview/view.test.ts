import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { FLOW_PROTOCOL, type FlowStatus } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { RunEvent, ShownStep } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { anAnswer, anEnd, aStep, byHand, OUTLINE, stepEvents } from '../core/scenario/events';
import { type FlowPage, type FlowPageOptions, flowPages } from './flowPage';
import { until } from './framedPage';

const COUNT = 15;
const STEPS = Array.from({ length: COUNT }, (_, index) => aStep(index));
const STATUS: FlowStatus = { phase: 'idle', next: 0, canStepBack: false, holdsNext: false, onDevServer: false };
/** Ways in which the page is looked at: a zoom makes everything larger, so that there is room for less. */
const WAYS = {
  'at 1280×800': { width: 1280, height: 800 },
  'at 150 %': { width: 853, height: 533 },
  'in a narrow column': { width: 420, height: 800 },
  'in a narrow column at 150 %': { width: 300, height: 533 },
} as const;

describe('what is in view on the page of the flow simulator', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open(events: readonly RunEvent[], status: Partial<FlowStatus>, options: FlowPageOptions = {}) {
    flow = await openPage(options);
    await flow.untilAsked('ready');
    await flow.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings: flowStrings(SYSTEM_PARTS),
      language: 'en',
      outline: { ...OUTLINE, steps: STEPS },
      events,
      status: { ...STATUS, ...status },
      split: {},
      secrets: [],
    });
    await flow.page.getByRole('heading', { name: OUTLINE.name, exact: true }).waitFor();
  }

  const step = (number: number): Locator => row(`s${number - 1}`);
  const row = (key: string): Locator => flow.page.locator(`.row[data-key="${key}"]`);
  const lineOf = (each: Locator): Locator => each.locator('.line');
  const happens = (...events: RunEvent[]) => flow.tell({ kind: 'events', events });
  const becomes = (status: Partial<FlowStatus>) => flow.tell({ kind: 'status', status: { ...STATUS, ...status } });
  const focused = () => flow.page.evaluate<string>('document.activeElement.closest(".row")?.dataset.key');
  const scrolled = () => flow.page.evaluate<number>('document.querySelector(".diagram").scrollTop');

  /** Where something is between what stays above the messages and the lower edge. */
  async function placeOf(each: Locator) {
    const box = await each.boundingBox();
    const [frame, header] = await Promise.all(
      ['.diagram', '.actor-frame'].map((name) => flow.page.locator(name).boundingBox()),
    );
    assert.ok(frame && header);
    if (!box) return { above: Number.NaN, below: Number.NaN };
    return { above: header.y + header.height - box.y, below: box.y + box.height - (frame.y + frame.height) };
  }
  const isWhole = async (each: Locator) => {
    const { above, below } = await placeOf(each);
    return above <= 1 && below <= 1;
  };
  const untilWhole = (each: Locator, what: string) => until(() => isWhole(each), what);

  /** The line, and the buttons that its details begin with. */
  async function untilOpenInView(each: Locator) {
    await untilWhole(lineOf(each), 'the line in view');
    await untilWhole(each.locator('.details .action').first(), 'the beginning of its details in view');
  }

  for (const [name, viewport] of Object.entries(WAYS)) {
    describe(name, () => {
      for (const reducedMotion of [true, false]) {
        it(`${name}, the last line in view is opened to its details, by mouse and keys, ${reducedMotion ? 'still' : 'moving'}`, async () => {
          await open(through(COUNT), { phase: 'ended' }, { viewport, reducedMotion });
          for (const number of [1, 8, COUNT]) {
            const each = step(number);
            await lineOf(each).scrollIntoViewIfNeeded();
            await lineOf(each).click();
            await untilOpenInView(each);
            await lineOf(each).click();
            await each.locator('.details').waitFor({ state: 'hidden' });
          }
          for (const [close, number] of [
            ['Escape', 3],
            ['ArrowLeft', 9],
            ['Enter', COUNT],
          ] as const) {
            const each = step(number);
            await lineOf(each).focus();
            await flow.page.keyboard.press(close === 'Enter' ? 'Enter' : 'ArrowRight');
            await untilOpenInView(each);
            await flow.page.keyboard.press(close);
            await each.locator('.details').waitFor({ state: 'hidden' });
            assert.equal(await focused(), `s${number - 1}`);
          }
        });
      }

      it(`${name}, a message that is sent again comes into view, open, with the focus, and says what it repeats`, async () => {
        await open(through(COUNT), { phase: 'ended' }, { viewport });
        await lineOf(step(2)).click();
        await step(2).getByRole('button', { name: 'Send Again', exact: true }).click();
        await flow.untilAsked('replay');
        await happens(...byHand(90, { message: 2, changed: false }));
        await untilOpenInView(row('h1'));
        assert.equal(await focused(), 'h1');
        await row('h1').getByText('step 2 again', { exact: true }).waitFor();
        // As much of the beginning as there was before the answer came.
        await happens(
          { kind: 'messageAnswered', answer: anAnswer(90, { status: 403, rules: ['web.otp.used'] }) },
          anEnd(-1),
        );
        await row('h1').getByText('403 Refused').first().waitFor();
        await untilWhole(row('h1').locator('.details .action').first(), 'the beginning of its details');
        await row('h1').getByRole('button', { name: 'Show Step 2' }).click();
        await untilWhole(lineOf(step(2)), 'the line that it repeats');
        assert.equal(await focused(), 's1');
      });
    });
  }

  it('details that are closed by a key inside them give the focus back, and leave the line where it is', async () => {
    await open(through(COUNT), { phase: 'ended' });
    await lineOf(step(5)).click();
    await untilOpenInView(step(5));
    const before = (await lineOf(step(5)).boundingBox())?.y;
    await step(5).getByRole('button', { name: 'Copy as curl' }).focus();
    await flow.page.keyboard.press('Escape');
    await step(5).locator('.details').waitFor({ state: 'hidden' });
    assert.equal(await focused(), 's4');
    assert.equal((await lineOf(step(5)).boundingBox())?.y, before);
  });

  it('the line comes back into view when its details are closed from far below', async () => {
    await open(through(COUNT), { phase: 'ended' }, { viewport: WAYS['at 150 %'] });
    await lineOf(step(5)).click();
    const body = step(5).locator('.details').getByText('web.handler').first();
    await body.scrollIntoViewIfNeeded();
    await step(5).locator('.details .action').last().focus();
    await flow.page.keyboard.press('Escape');
    await untilWhole(lineOf(step(5)), 'the line');
  });

  for (const [what, title] of [
    ['clock', 'Clock: the passcode is over'],
    ['fault', 'Fault: Answer 503'],
    ['event', 'Drop the cookie'],
  ] as const) {
    it(`an action by hand that is not a step scrolls its row into view, and moves the focus to no row: ${what}`, async () => {
      await open(through(COUNT), { phase: 'ended' });
      await lineOf(step(1)).focus();
      await flow.page.getByRole('button', { name: 'Jump to Next Deadline' }).focus();
      const hand: ShownStep = { index: -1, kind: what, title, place: aStep(0).place };
      await happens({ kind: 'stepStarted', step: hand }, anEnd(-1));
      await untilWhole(row('h1'), 'the line of it');
      await flow.page.locator('.row-current[data-key="h1"]').waitFor();
      assert.equal(await focused(), undefined);
    });
  }

  it('a changed message says what it changes, also once more', async () => {
    await open(through(COUNT), { phase: 'ended' });
    await happens(...byHand(90, { message: 4, changed: true }), anEnd(-1));
    await row('h1').getByText('step 4, changed', { exact: true }).waitFor();
    await happens(...byHand(91, { message: 90, changed: false }), anEnd(-1));
    await row('h2').getByText('step 4 again', { exact: true }).waitFor();
    assert.equal(await focused(), 'h2');
  });

  it('the mark of the current line stays while the line changes', async () => {
    await open(through(3), { phase: 'paused' });
    await happens(...byHand(90, { message: 1, changed: false }));
    await flow.page.locator('.row-current[data-key="h1"]').waitFor();
    await happens({ kind: 'messageAnswered', answer: anAnswer(90) }, anEnd(-1));
    await flow.page.locator('.row-passed[data-key="h1"]').waitFor();
    await flow.page.locator('.row-current[data-key="h1"]').waitFor();
  });

  it('the last line gets the focus when a step back removes the line that had it', async () => {
    await open(through(COUNT), { phase: 'ended' });
    await happens(...byHand(90, { message: 2, changed: false }), anEnd(-1));
    await until(async () => (await focused()) === 'h1', 'the focus');
    await happens({ kind: 'steppedBack', step: COUNT - 1 });
    await row('h1').waitFor({ state: 'detached' });
    assert.equal(await focused(), `s${COUNT - 2}`);
  });

  describe('a flow that runs by itself', () => {
    /** Tells one step after the other, each drawn before the next. */
    async function run(from: number, to: number) {
      for (let at = from; at < to; at++) {
        await happens(...stepEvents(at));
        await flow.page.locator(`.row-passed[data-key="s${at}"]`).waitFor({ state: 'attached' });
      }
    }

    it('a flow that runs by itself follows what is newest, and says how far it is', async () => {
      await open([], { phase: 'idle' });
      await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
      await becomes({ phase: 'running' });
      for (let at = 0; at < COUNT; at++) {
        await happens(stepEvents(at)[0] as RunEvent);
        await flow.page
          .getByRole('status')
          .filter({ hasText: `Running · ${at} of ${COUNT} steps` })
          .waitFor();
        await happens(...stepEvents(at).slice(1));
        await flow.page
          .getByRole('status')
          .filter({ hasText: `Running · ${at + 1} of ${COUNT} steps` })
          .waitFor();
        await untilWhole(step(at + 1), `step ${at + 1} in view`);
      }
      await flow.page.getByRole('log').getByText(`${COUNT} of ${COUNT} steps`, { exact: true }).waitFor();
    });

    it('a flow that runs by itself leaves a line that was opened where it is', async () => {
      await open(through(4), { phase: 'running' });
      await lineOf(step(2)).click();
      await untilOpenInView(step(2));
      const before = await scrolled();
      await run(4, COUNT);
      assert.equal(await scrolled(), before);
      // Closed again, and at the end: it goes on from there.
      await lineOf(step(2)).click();
      await flow.page.locator('.diagram').hover();
      await flow.page.mouse.wheel(0, 10_000);
      await until(async () => (await placeOf(step(COUNT))).below <= 1, 'the end');
      await happens(...byHand(90, { message: 2, changed: false }).slice(0, 1));
      await untilWhole(lineOf(row('h1')), 'what is new');
    });

    it('a flow that runs by itself leaves lines above the newest that are read where they are', async () => {
      await open(through(12), { phase: 'running' }, { viewport: WAYS['at 150 %'] });
      await run(12, 13);
      await untilWhole(step(13), 'the newest');
      await flow.page.locator('.diagram').hover();
      await flow.page.mouse.wheel(0, -10_000);
      await until(async () => (await scrolled()) === 0, 'the beginning');
      await run(13, 14);
      assert.equal(await scrolled(), 0);
      await flow.page.mouse.wheel(0, 10_000);
      await until(async () => (await placeOf(step(14))).below <= 1, 'the end');
      await run(14, COUNT);
      await untilWhole(step(COUNT), 'the newest');
    });

    it('a flow that ran by itself comes back to the newest when the developer steps', async () => {
      await open(through(12), { phase: 'paused' }, { viewport: WAYS['at 150 %'] });
      await flow.page.locator('.diagram').hover();
      await lineOf(step(1)).click();
      await untilOpenInView(step(1));
      await flow.page.getByRole('button', { name: 'Step', exact: true }).click();
      await run(12, 13);
      await untilWhole(step(13), 'the newest');
    });
  });

  it('the page shows the beginning again after a restart', async () => {
    await open(through(COUNT), { phase: 'ended' }, { viewport: WAYS['at 150 %'] });
    await lineOf(step(COUNT)).focus();
    await flow.page.keyboard.press('t');
    await flow.untilAsked('restart');
    await flow.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings: flowStrings(SYSTEM_PARTS),
      language: 'en',
      outline: { ...OUTLINE, steps: STEPS },
      events: [],
      status: STATUS,
      split: {},
      secrets: [],
    });
    await untilWhole(step(1), 'the first step');
    await flow.page
      .getByRole('status')
      .filter({ hasText: `Ready · 0 of ${COUNT} steps` })
      .waitFor();
  });
});

function through(count: number): RunEvent[] {
  return STEPS.slice(0, count).flatMap(({ index }) => stepEvents(index));
}
