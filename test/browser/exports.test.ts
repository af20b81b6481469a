import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { coveredRun } from '../../src/core/scenario/coveredRun';
import type { Diagram, DiagramRow } from '../../src/core/scenario/diagram';
import { htmlReport } from '../../src/core/scenario/htmlReport';
import { writable } from '../../src/core/scenario/markup';
import { svgOf } from '../../src/core/scenario/svg';
import { SLICES } from '../../src/core/systems';
import { aDiagram } from '../core/scenario/anyDiagram';
import { ended, RUN, STARTED, STEPS, step } from '../core/scenario/runs';
import { realBrowser } from './browser';

/** What is drawn outside of the picture, as the browser measures it. */
const OUTSIDE = `(() => {
  const svg = document.querySelector('svg');
  const { x, y, width, height } = svg.viewBox.baseVal;
  const shown = svg.getBoundingClientRect();
  if (Math.abs(shown.width - width) > 1 || Math.abs(shown.height - height) > 1) return ['the picture itself'];
  return [...svg.querySelectorAll('text, tspan, path, rect, line')].filter((each) => {
    const box = each.getBBox ? each.getBBox() : each.parentNode.getBBox();
    return box.x < x - 0.5 || box.y < y - 0.5 || box.x + box.width > x + width + 0.5 || box.y + box.height > y + height + 0.5;
  }).map((each) => each.outerHTML);
})()`;

const ROLES = ['person', 'browser', 'server'] as const;

describe('what a flow is exported as, in a browser', () => {
  const inBrowser = realBrowser();

  const show = (page: Page, text: string) => page.setContent(text);
  const assertInside = async (page: Page) => assert.deepEqual(await page.evaluate<string[]>(OUTSIDE), []);

  for (const [name, text] of [
    ['long', 'Looks up whoever signed in with this passcode, and takes the session of then'],
    ['one word', 'W'.repeat(300)],
    ['wide', '使い捨てパスコードを確認してセッションを復元する'.repeat(4)],
    ['right to left', 'يتحقق من رمز المرور لمرة واحدة ويستعيد الجلسة '.repeat(4)],
    ['shown by its code points', '\u202e\u2066abc\u0000 '.repeat(12)],
    ['pictures', '👩‍👩‍👧‍👦🔐🇫🇷'.repeat(20)],
  ] as const) {
    it(`an exported flow has a message of any actor to itself inside the picture: ${name}`, () =>
      inBrowser(async (context) => {
        const page = await context.newPage();
        for (const count of [1, 2, 3]) {
          const lifelines = ROLES.slice(0, count).map((role, at) => ({ name: `${at} ${text}`, role }));
          const rows = lifelines.flatMap(({ name: from }): DiagramRow[] => [
            {
              kind: 'message',
              step: 0,
              text,
              from,
              to: from,
              over: [],
              state: 'answered',
              answer: text,
              causes: [],
              failures: [text],
            },
            { kind: 'note', step: 0, text, over: [from], state: 'drawn', causes: [], failures: [] },
          ]);
          await show(page, svgOf({ title: text, description: '', lifelines, rows }));
          await assertInside(page);
          // A name is not cut either.
          const heads = await page.locator('text').allTextContents();
          for (const each of lifelines)
            assert.ok(heads.join('').replace(/\s/g, '').includes(writable(each.name).replace(/\s/g, '')));
        }
      }));
  }

  it('an exported flow has whatever is drawn inside the picture', () =>
    inBrowser(async (context) => {
      const page = await context.newPage();
      await fc.assert(
        fc.asyncProperty(aDiagram, async (diagram: Diagram) => {
          await show(page, svgOf(diagram));
          await assertInside(page);
        }),
        { numRuns: 60 },
      );
    }));

  it('an exported web page has all inside the picture too, and is no wider than its window', () =>
    inBrowser(async (context) => {
      const page = await context.newPage();
      const own = step(6, { kind: 'message', title: 'x'.repeat(200), from: '4D Server', to: '4D Server' });
      const run = [
        { ...STARTED, steps: [...STEPS, own], name: 'N'.repeat(300), description: 'D'.repeat(300) },
        ...RUN.slice(1, -1),
        ended(own),
      ];
      for (const width of [1200, 480]) {
        await page.setViewportSize({ width, height: 800 });
        await show(page, htmlReport(coveredRun(run, SLICES)));
        await assertInside(page);
        for (const each of await page.locator('summary').all()) await each.click();
        assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `${width}`);
      }
    }));
});
