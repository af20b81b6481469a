import assert from 'node:assert/strict';
import type { FlowStatus } from '../../src/core/flows/flowMessages';
import type { RunEvent, ShownStep } from '../../src/core/scenario/runEvents';
import { aMessage, anAnswer, anEnd, aStep, COOKIE, OUTLINE, stepEvents } from '../core/scenario/events';
import { PageLook } from '../ui/pictures/pageLook';
import { type FlowPage, flowPages, wholeFlow } from './flowPage';
import { THEMES, type ThemeName } from './themes';

const STATUS: FlowStatus = { phase: 'paused', next: 2, canStepBack: true, holdsNext: false, onDevServer: false };
const EXPECTING: ShownStep = { ...aStep(1), expects: true };
/** A passcode that was used before, after a step that went well; another cookie took the place of the first. */
const REFUSED: readonly RunEvent[] = [
  ...stepEvents(0),
  { kind: 'stepStarted', step: EXPECTING },
  { kind: 'messageSent', message: aMessage(2, { step: 1, heldBack: [{ ...COOKIE, why: 'SameSite=Strict' }] }) },
  {
    kind: 'messageAnswered',
    answer: {
      ...anAnswer(2, { status: 403, rules: ['web.otp.used'] }),
      cookiesAfter: [{ ...COOKIE, name: 'other' }],
      gist: { words: 'Invalid token' },
    },
  },
];
const FAILURE = { message: 'Status 403, expected 200', expected: '200', actual: '403', place: aStep(1).place };
const FAILED: RunEvent = {
  kind: 'stepEnded',
  result: { step: EXPECTING, verdict: 'failed', failures: [FAILURE], journal: [], taken: { code: 'A1' }, ms: 4 },
};

interface Shown {
  readonly events: readonly RunEvent[];
  readonly status?: Partial<FlowStatus>;
  /** What is done then. */
  readonly act?: (flow: FlowPage) => Promise<void>;
}

/** The step with the refusal is opened. */
const openDetails = async ({ page }: FlowPage) => {
  await page.locator('.row[data-key="s1"] .line').click();
  await page.locator('#details-s1 .causes').waitFor();
};
const STATES: Readonly<Record<string, Shown>> = {
  'before it is played': { events: [], status: { phase: 'idle', next: 0, canStepBack: false } },
  'while it is played': { events: REFUSED.slice(0, -1), status: { phase: 'running', next: 1 } },
  'with an expected refusal, open': { events: [...REFUSED, anEnd(1)], act: openDetails },
  'with a refusal that was not expected, open': { events: [...REFUSED, FAILED], act: openDetails },
  'looked back at': {
    events: [...REFUSED, anEnd(1)],
    act: async ({ page }) => {
      await page.getByRole('slider').press('ArrowLeft');
      await page.getByRole('button', { name: 'Back to Now' }).waitFor();
    },
  },
  'kept over a reload': {
    events: [...REFUSED, anEnd(1)],
    status: { phase: 'kept', canStepBack: false },
    act: ({ page }) => page.getByRole('button', { name: 'Play Again' }).waitFor(),
  },
};

describe('the flow page, for everybody', () => {
  const openPage = flowPages();
  let look: PageLook;
  before(async () => {
    look = await PageLook.load();
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`axe-core finds nothing wrong with the flow page in the theme ${theme}, whatever it shows`, async () => {
      const found: Record<string, readonly string[]> = {};
      for (const [name, { events, status, act }] of Object.entries(STATES)) {
        const flow = await openPage({ theme });
        await flow.untilAsked('ready');
        await flow.tell(wholeFlow({ outline: OUTLINE, events, status: { ...STATUS, ...status } }));
        await flow.page.locator('.row').first().waitFor();
        await act?.(flow);
        const flaws = await look.axe(flow.page.mainFrame());
        if (flaws.length > 0) found[name] = flaws;
      }
      assert.deepEqual(found, {});
    });
  }
});
