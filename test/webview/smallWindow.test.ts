import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { anAnswer, anEnd, aStep, byHand, OUTLINE, stepEvents } from '../core/scenario/events';
import { type FlowPage, flowPages } from './flowPage';
import { until } from './framedPage';

/** Of the window, and what VS Code leaves of a small one to the page. */
const SIZES = [
  [900, 520],
  [900, 460],
  [640, 400],
  [560, 340],
  [420, 400],
  [372, 290],
] as const;
const ACTORS = ['Browser', 'Front end', '4D Server', 'External platform', 'Emma'];
const COUNT = 13;

describe('the page of the flow simulator in a small window', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open([width, height]: readonly [number, number], events: readonly RunEvent[], actors = ACTORS) {
    flow = await openPage({ viewport: { width, height } });
    await flow.untilAsked('ready');
    const outline = {
      ...OUTLINE,
      name: 'One-time passcode with a session cookie',
      description:
        'A person signs in on an external platform, which calls the server back with a one-time passcode. '.repeat(3),
      actors: actors.map((name) => ({ name, role: 'server' as const })),
      steps: Array.from({ length: COUNT }, (_, index) => aStep(index)),
    };
    const phase = events.length > 0 ? 'ended' : 'idle';
    const status = { phase, next: 0, canStepBack: false, holdsNext: false, onDevServer: false } as const;
    const strings = flowStrings(SYSTEM_PARTS);
    await flow.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings,
      language: 'en',
      outline,
      events,
      status,
      split: {},
      secrets: [],
    });
    await row('s0').waitFor();
  }

  const all = Array.from({ length: COUNT }, (_, index) => stepEvents(index)).flat();
  const row = (key: string): Locator => flow.page.locator(`.row[data-key="${key}"]`);
  const boxOf = async (each: Locator) => (await each.boundingBox()) ?? assert.fail(`${each} has no place`);

  /** What is free for messages and details: below the actors. */
  async function room() {
    const [frame, header] = [
      await boxOf(flow.page.locator('.diagram')),
      await boxOf(flow.page.locator('.actor-frame')),
    ];
    const top = header.y + header.height;
    return { top, bottom: frame.y + frame.height, left: frame.x, right: frame.x + frame.width };
  }

  async function isWhole(each: Locator) {
    const [box, { top, bottom, left, right }] = [await each.boundingBox(), await room()];
    if (!box) return false;
    const isAcross = box.x >= left - 1 && box.x + box.width <= right + 1;
    return isAcross && box.y >= top - 1 && box.y + box.height <= bottom + 1;
  }

  for (const size of SIZES) {
    describe(size.join(' × '), () => {
      it(`a window of ${size.join(' × ')} gives most of the height to messages and details`, async () => {
        await open(size, all);
        const { top, bottom } = await room();
        assert.ok(bottom - top >= size[1] / 2, `${bottom - top} px of ${size[1]}`);
      });

      it(`a window of ${size.join(' × ')} has its tools in one row, each with its name`, async () => {
        await open(size, []);
        const tools = await flow.page.locator('.tool').all();
        const boxes = await Promise.all(tools.map(boxOf));
        assert.deepEqual(new Set(boxes.map(({ y }) => y)).size, 1);
        assert.ok(boxes.every(({ x, width }) => x >= 0 && x + width <= size[0]));
        for (const tool of tools) {
          assert.match((await tool.getAttribute('title')) ?? '', /^.+ \(.\)$/);
          assert.match((await tool.getAttribute('aria-label')) ?? '', /./);
        }
      });

      it(`a window of ${size.join(' × ')} shows a step that is clicked with the beginning of its details`, async () => {
        await open(size, all);
        await row('s1').locator('.line').click();
        await until(() => isWhole(row('s1').locator('.details .action').first()), 'the buttons');
        await until(() => isWhole(row('s1').locator('.label > span').first()), 'what the step is');
      });

      it(`a window of ${size.join(' × ')} shows each message that is sent again, which step it repeats, and how often`, async () => {
        await open(size, all);
        await row('s1').locator('.line').click();
        let from = row('s1');
        for (let times = 1; times <= 3; times++) {
          await from.getByRole('button', { name: 'Send Again', exact: true }).click();
          await flow.untilAsked('replay', times);
          const message = flow.askedFor('replay').at(-1)?.message as number;
          await flow.tell({ kind: 'events', events: byHand(90 + times, { message, changed: false }) });
          const answer = anAnswer(90 + times, { status: 403, rules: ['web.otp.used'] });
          await flow.tell({ kind: 'events', events: [{ kind: 'messageAnswered', answer }, anEnd(-1)] });
          from = row(`h${times}`);
          await from.getByText('403 Refused').first().waitFor();
          await until(() => isWhole(from.getByText('step 2 again', { exact: true })), 'which step it is');
          if (times > 1) await until(() => isWhole(from.getByText(`${times} times`, { exact: true })), 'how often');
          await flow.page.locator(`.row-current[data-key="h${times}"]`).waitFor();
          if (times > 1)
            assert.match((await from.locator('.line .spoken').textContent()) ?? '', /step 2 again, . times/i);
        }
      });

      it(`a window of ${size.join(' × ')} has what the server holds behind its heading, and opens it`, async () => {
        await open(size, all);
        const held = flow.page.getByRole('complementary');
        const content = held.getByText('4DSID_App', { exact: true });
        const heading = held.getByRole('button', { name: 'What the Server Holds', expanded: false });
        await content.waitFor({ state: 'hidden' });
        await heading.focus();
        await flow.page.keyboard.press('Enter');
        await content.waitFor();
        // The messages have their room still.
        const { top, bottom } = await room();
        assert.ok(bottom - top >= 0.25 * size[1], `${bottom - top} px of ${size[1]}`);
        await held.getByRole('button', { expanded: true }).click();
        await content.waitFor({ state: 'hidden' });
      });

      for (const count of [2, 5, 9]) {
        it(`a window of ${size.join(' × ')} says on which side ${count} lanes go on, and goes there`, async () => {
          await open(
            size,
            [],
            Array.from({ length: count }, (_, at) => ACTORS[at] ?? `Another actor ${at}`),
          );
          const names = await flow.page.locator('.actor').all();
          const more = (side: 'left' | 'right') => flow.page.locator(`.more-${side}`);
          const outOn = async () => {
            const { left, right } = await room();
            const boxes = await Promise.all(names.map(boxOf));
            return {
              left: boxes.some(({ x }) => x < left - 1),
              right: boxes.some(({ x, width }) => x + width > right + 1),
            };
          };
          const untilTold = () =>
            until(async () => {
              const out = await outOn();
              const [left, right] = [await more('left').isVisible(), await more('right').isVisible()];
              return (!out.left || left) && (!out.right || right);
            }, 'signs where lanes are cut');
          await untilTold();
          for (const side of ['right', 'left'] as const) {
            for (let tries = 0; await more(side).isVisible(); tries++) {
              assert.ok(tries < count, 'it does not get there');
              const before = await flow.page.evaluate<number>('document.querySelector(".diagram").scrollLeft');
              await more(side).click();
              await until(
                async () =>
                  (await flow.page.evaluate<number>('document.querySelector(".diagram").scrollLeft')) !== before,
                'it to move',
              );
              await untilTold();
            }
            assert.equal((await outOn())[side], false);
          }
        });
      }
    });
  }

  it('a large window shows what the server holds, and hides it when it becomes small, unless it was opened', async () => {
    await open([1280, 800], all);
    const held = flow.page.getByRole('complementary');
    await held.getByRole('button', { expanded: true }).waitFor();
    await flow.page.setViewportSize({ width: 900, height: 460 });
    await held.getByRole('button', { expanded: false }).click();
    await flow.page.setViewportSize({ width: 1280, height: 800 });
    await flow.page.setViewportSize({ width: 640, height: 400 });
    await held.getByRole('button', { expanded: true }).waitFor();
  });
});
