import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { phraseText } from '../../src/core/compliance/phrase';
import type { FlowStatus } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { OUTLINE, stepEvents } from '../core/scenario/events';
import { type FlowPage, flowPages, wholeFlow } from './flowPage';
import { repository } from './framedPage';

const SIZES = [
  [1200, 800],
  [853, 533],
  [700, 210],
  [485, 430],
] as const;
const LANGUAGES = ['en', 'fr', 'ja'] as const;
/** The longest of the shipped flows, as they are in English and French. */
const NAMES = [
  ['User', 'Front end', '4D Server', 'External platform'],
  ['Utilisateur', 'Plateforme externe', '4D Server', 'Administrateur'],
] as const;

const STATUS: FlowStatus = { phase: 'paused', next: 1, canStepBack: true, holdsNext: false, onDevServer: false };

describe('the top of the flow page', () => {
  const openPage = flowPages();
  let flow: FlowPage;

  const boxOf = async (each: Locator) => (await each.boundingBox()) ?? assert.fail(`${each} has no place`);

  async function open(
    [width, height]: readonly [number, number],
    language = 'en',
    names: readonly string[] = NAMES[0],
  ) {
    const bundle: Record<string, string> =
      language === 'en'
        ? {}
        : JSON.parse(fs.readFileSync(path.join(repository, `media/l10n/bundle.l10n.${language}.json`), 'utf8'));
    const strings = flowStrings(SYSTEM_PARTS, (phrase) =>
      phraseText({ ...phrase, template: bundle[phrase.template] ?? phrase.template }),
    );
    const outline = { ...OUTLINE, actors: names.map((name) => ({ name, role: 'server' as const })) };
    flow = await openPage({ viewport: { width, height } });
    await flow.tell({ ...wholeFlow({ outline, events: stepEvents(0), status: STATUS }), strings, language } as never);
    await flow.page.getByRole('heading', { name: outline.name }).waitFor({ state: 'attached' });
  }

  for (const language of LANGUAGES) {
    it(`the tools stand in one row in ${language}, and in a low window the status beside them`, async () => {
      for (const size of SIZES) {
        await open(size, language);
        const boxes = await Promise.all((await flow.page.locator('.tool').all()).map(boxOf));
        assert.equal(new Set(boxes.map(({ y }) => y)).size, 1, `${size}`);
        const status = await boxOf(flow.page.locator('.phase'));
        const isBeside = status.y < (boxes[0]?.y ?? 0) + (boxes[0]?.height ?? 0);
        assert.equal(isBeside, size[1] < 600 && size[0] > 500, `${size}`);
      }
    });
  }

  it('the words of the tools come back with more width', async () => {
    await open([485, 700]);
    const restart = flow.page.locator('.tool-restart .tool-text');
    await restart.waitFor({ state: 'hidden' });
    await flow.page.setViewportSize({ width: 1200, height: 700 });
    await restart.waitFor();
  });

  for (const names of NAMES) {
    it(`lanes of 104 pixels show who it is without a word cut in two: ${names.join(', ')}`, async () => {
      await open([485, 700], 'fr', names);
      const scrolls = await flow.page.evaluate<boolean>(
        '((each) => each.scrollWidth > each.clientWidth)(document.querySelector(".diagram"))',
      );
      assert.equal(scrolls, false);
      const cut = await flow.page.evaluate<string[]>(CUT_NAMES);
      assert.deepEqual(cut, []);
    });
  }

  it('the heading of a closed panel is beside the timeline, also in a very low window', async () => {
    for (const size of [SIZES[1], SIZES[2]]) {
      await open(size);
      const [timeline, heading] = [
        await boxOf(flow.page.locator('.timeline')),
        await boxOf(flow.page.getByRole('button', { name: 'What the Server Holds' })),
      ];
      assert.ok(heading.y >= timeline.y - 1 && heading.y < timeline.y + timeline.height, `${size}`);
      assert.ok(timeline.x + timeline.width <= heading.x + 1, `${size}`);
    }
  });
});

/** Runs in the page: the names of which a part is hidden, or a word is broken. */
const CUT_NAMES = `[...document.querySelectorAll('.actor-name')]
  .filter((each) => {
    const text = [...each.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const isBroken = [...text.data.matchAll(/\\S+/g)].some(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1;
    });
    return isBroken || each.scrollHeight > each.clientHeight + 1;
  })
  .map(({ textContent }) => textContent)`;
