import assert from 'node:assert/strict';
import type { FlowStatus } from '../../src/core/flows/flowMessages';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { anAnswer, anEnd, aStep, COOKIE, OUTLINE, stepEvents } from '../core/scenario/events';
import { type FlowPage, flowPages, wholeFlow } from './flowPage';
import { until } from './framedPage';

const STATUS: FlowStatus = { phase: 'paused', next: 1, canStepBack: true, holdsNext: false, onDevServer: false };
const HIDING = 'a\u202eb\u2066c\u200bd';
const SHOWN = 'a\\u{202e}b\\u{2066}c\\u{200b}d';
const forget = (name: string) => `Drop the cookie ${name} of Browser`;

describe('the flow page when it is drawn again', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  async function open(events: readonly RunEvent[], outline = OUTLINE) {
    flow = await openPage();
    await flow.untilAsked('ready');
    await flow.tell(wholeFlow({ outline, events, status: STATUS }));
    await flow.page.locator('.row').first().waitFor();
  }

  /** The first step, after which the browser has these cookies. */
  const withCookies = (id: number, names: readonly string[]): RunEvent[] => {
    const cookiesAfter = names.map((name) => ({ ...COOKIE, name }));
    return stepEvents(id - 1).map((event) =>
      event.kind === 'messageAnswered' ? { ...event, answer: { ...event.answer, cookiesAfter } } : event,
    );
  };

  it('the flow page leaves the focus on a button beside the diagram as long as the button is there', async () => {
    await open(withCookies(1, ['first', 'second', 'third']));
    await flow.page.getByRole('button', { name: forget('second') }).focus();
    await flow.tell({ kind: 'events', events: withCookies(2, ['second', 'third', 'fourth']) });
    await flow.page.getByRole('button', { name: forget('fourth') }).waitFor();
    assert.equal(await flow.focusedName(), forget('second'));
  });

  it('the flow page gives the focus to the panel, and to no other cookie, when the cookie that has it is gone', async () => {
    await open(withCookies(1, ['first', 'second']));
    await flow.page.getByRole('button', { name: forget('first') }).focus();
    await flow.tell({ kind: 'events', events: withCookies(2, ['second']) });
    await flow.page.getByRole('button', { name: forget('first') }).waitFor({ state: 'detached' });
    assert.equal(await flow.focusedName(), 'What the Server Holds');
  });

  it('the flow page gives the focus to the line when the button in its details is gone', async () => {
    await open([]);
    const row = flow.page.locator('.row[data-key="s0"]');
    await row.locator('.line').click();
    await row.getByRole('button', { name: 'Run to Here' }).focus();
    await flow.tell({ kind: 'events', events: stepEvents(0) });
    await row.getByRole('button', { name: 'Send Again', exact: true }).waitFor();
    assert.match(await flow.focusedName(), /^Step 1\./);
  });

  it('the flow page leaves what is scrolled and selected in open details where it is while other steps go on', async () => {
    const body = Array.from({ length: 200 }, (_, at) => `line ${at}`).join('\n');
    const answer = anAnswer(1);
    const given = answer.answer && { ...answer.answer, body };
    const [started, sent] = stepEvents(0) as [RunEvent, RunEvent];
    const answered: RunEvent = { kind: 'messageAnswered', answer: { ...answer, ...(given && { answer: given }) } };
    await open([started, sent, answered, anEnd(0)]);
    await flow.page.locator('.row[data-key="s0"] .line').click();
    const scrolled = () => flow.page.evaluate<number>('document.querySelectorAll(".details pre")[0].scrollTop');
    await flow.page.evaluate('document.querySelectorAll(".details pre")[0].scrollTop = 120');
    await flow.tell({ kind: 'events', events: stepEvents(1) });
    await flow.page.locator('.row-passed[data-key="s1"]').waitFor({ state: 'attached' });
    assert.equal(await scrolled(), 120);
  });

  it('the flow page shows what hides in a text wherever the text is shown or read out', async () => {
    const hidden = { ...aStep(0), title: HIDING };
    const actors = [{ name: HIDING, role: 'browser' as const }, ...OUTLINE.actors];
    await open([], { ...OUTLINE, name: HIDING, description: HIDING, actors, steps: [hidden] });
    await flow.tell({ kind: 'status', status: { ...STATUS, phase: 'broken', problem: HIDING } });
    await flow.tell({ kind: 'notice', text: HIDING });
    const log = flow.page.getByRole('log').getByText(SHOWN);
    await log.waitFor({ state: 'attached' });
    await until(async () => (await flow.page.getByRole('alert').allTextContents()).includes(SHOWN), 'the problem');
    const html = await flow.page.content();
    assert.doesNotMatch(html, /[\u202e\u2066\u200b]/);
    for (const place of ['h1', '.description', '.actor', '.label', '.notice', '.problem'])
      assert.match(String(await flow.page.locator(place).first().textContent()), /\\u\{202e\}/, place);
    assert.match(String(await flow.page.locator('.line .spoken').textContent()), /\\u\{202e\}/);
  });
});
