import assert from 'node:assert/strict';
import { FLOW_PROTOCOL } from '../../src/core/flows/flowMessages';
import { flowStrings } from '../../src/core/flows/flowWords';
import type { ShownStep } from '../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { aStep, OUTLINE } from '../core/scenario/events';
import { flowPages } from './flowPage';

/** Texts and arrows that go out of the diagram, or out of the place that a text has. */
const OUTSIDE = `(() => {
  const { left, right } = document.querySelector('.story').getBoundingClientRect();
  const parts = document.querySelectorAll('.actor, .label > span, .band, .arrow line, .arrow path');
  return [...parts].filter((each) => {
    const box = each.getBoundingClientRect();
    const isTooWide = each instanceof HTMLElement && !each.matches('.target') && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
    return box.left < left - 1 || box.right > right + 1 || isTooWide;
  }).map((each) => each.outerHTML);
})()`;

describe('the lanes of the diagram on the page', () => {
  const openPage = flowPages();

  for (const [name, text] of [
    ['long', 'Looks up whoever signed in with this passcode, and takes the session of then'],
    ['one word', 'W'.repeat(200)],
    ['wide', '使い捨てパスコードを確認してセッションを復元する'.repeat(3)],
    ['right to left', 'يتحقق من رمز المرور لمرة واحدة ويستعيد الجلسة '.repeat(3)],
  ] as const) {
    for (const width of [1280, 420]) {
      it(`the lanes have room for messages of each actor to itself, notes and names: ${name}, ${width} px`, async () => {
        const flow = await openPage({ viewport: { width, height: 800 } });
        await flow.untilAsked('ready');
        for (const count of [1, 2, 4]) {
          const names = Array.from({ length: count }, (_, at) => `${at} ${text}`);
          const steps = names.flatMap((from, at): ShownStep[] => [
            { ...aStep(2 * at), kind: 'message', title: text, from, to: from },
            { ...aStep(2 * at + 1), kind: 'note', title: text, over: [from] },
          ]);
          const actors = names.map((each) => ({ name: each, role: 'server' as const }));
          await flow.tell({
            kind: 'flow',
            version: FLOW_PROTOCOL,
            strings: flowStrings(SYSTEM_PARTS),
            language: 'en',
            outline: { ...OUTLINE, name: `${count} actors`, actors, steps },
            events: [],
            status: { phase: 'idle', next: 0, canStepBack: false, holdsNext: false, onDevServer: false },
            split: {},
            secrets: [],
          });
          await flow.page.getByRole('heading', { name: `${count} actors` }).waitFor();
          assert.deepEqual(await flow.page.evaluate<string[]>(OUTSIDE), []);
        }
      });
    }
  }
});
