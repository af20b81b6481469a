import assert from 'node:assert/strict';
import { withUtcTimes } from '../../../src/core/base/utcText';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import type { DiagramRow } from '../../../src/core/scenario/diagram';
import { reportPage } from '../../../src/core/scenario/reportPage';
import type { RunEvent } from '../../../src/core/scenario/runEvents';
import { narrowSvgOf, svgOf } from '../../../src/core/scenario/svg';
import { textWidth } from '../../../src/core/scenario/textLines';
import { SLICES } from '../../../src/core/systems';
import { anAnswer } from './events';
import { ended, failure, STARTED, STEPS } from './runs';

const AT = '2026-11-30T19:51:34.123Z';

/** An entry of the journal, whose reasons have times in their words. */
function entry(id: number, more: Partial<JournalEntry>, ...rules: string[]): JournalEntry {
  const [made] = anAnswer(id, { status: 403, rules }).journal;
  assert.ok(made);
  const causes = made.causes.map((each) => ({ ...each, message: `${each.rule} since ${AT}.` }));
  return { ...made, causes, ...more };
}

/** The part of a report that says why a step failed. */
function whyOf(...journal: JournalEntry[]): string {
  const [step] = STEPS.slice(1);
  assert.ok(step);
  const end = ended(step, [failure('200', '403')]);
  assert.ok(end.kind === 'stepEnded');
  const events: RunEvent[] = [STARTED, { kind: 'stepStarted', step }, { ...end, result: { ...end.result, journal } }];
  const scenario = { file: 'x', name: 'x', verdict: 'failed', findings: [], log: [], ms: 1 } as const;
  const page = reportPage(
    { scenarios: [{ ...scenario, run: coveredRun(events, SLICES) }], notes: [], at: AT, ms: 1 },
    { shownPlace: () => 'x:1', linkTo: () => undefined },
  );
  const from = page.indexOf('Why the server answered so');
  return page.slice(from, page.indexOf('</div>', from));
}

describe('the reasons of the server in a report', () => {
  it('the reasons of several requests are told request by request, so that none seems to follow from another', () => {
    const why = whyOf(
      entry(1, { url: '/one' }, 'web.otp.used', 'web.session.guest'),
      entry(2, { url: '/none' }),
      entry(3, { url: '/two', status: 0, method: 'POST' }, 'web.otp.expired'),
      entry(4, { url: '-', method: '-' }, 'web.session.unknown'),
    );
    const shown = [...why.matchAll(/<h5>([^<]*)<\/h5>|<code>([^<]*)<\/code>/g)].map(([, head, rule]) => head ?? rule);
    assert.deepEqual(shown, [
      'GET /one: 403',
      'web.otp.used',
      'web.session.guest',
      'POST /two: no answer',
      'web.otp.expired',
      'Without a request',
      'web.session.unknown',
    ]);
    assert.equal(why.split('<ol>').length, 4);
  });

  it('the reasons of a single request need no heading', () => {
    assert.doesNotMatch(whyOf(entry(1, {}, 'web.otp.used')), /<h5>/);
  });

  it('times in reasons are written as in the diagram', () => {
    const why = whyOf(entry(1, {}, 'web.otp.used'));
    assert.ok(why.includes('web.otp.used since 2026-11-30 19:51:34 UTC.'), why);
    for (const [text, wanted] of [
      ['until 2026-01-02T03:04:05Z, then', 'until 2026-01-02 03:04:05 UTC, then'],
      ['2026-01-02T03:04:05.999Z', '2026-01-02 03:04:05 UTC'],
      ['2026-99-99T99:04:05.999Z and 2026-01-02', '2026-99-99T99:04:05.999Z and 2026-01-02'],
    ] as const) {
      assert.equal(withUtcTimes(text), wanted);
    }
  });
});

describe('the texts of a diagram', () => {
  const common = { kind: 'message', step: 0, over: [], state: 'planned', causes: [], failures: [] } as const;
  const lifelines = ['App', 'Server', 'Page'].map((name) => ({ name, role: 'app' as const }));
  const pictures = (row: DiagramRow) =>
    [svgOf, narrowSvgOf].map((draw) => draw({ title: 't', description: '', lifelines, rows: [row] }));

  it('no text of a message to itself ends on a lifeline, however long the text is', () => {
    for (let length = 1; length < 90; length++) {
      const text = `${'Go on '.repeat(15).slice(0, length)}!`;
      const row: DiagramRow = { ...common, text, from: 'App', to: 'App', answer: text };
      for (const svg of pictures(row)) {
        const lives = [...svg.matchAll(/<line class="line life" x1="([\d.]+)"/g)].map(([, x]) => Number(x));
        assert.equal(lives.length, 3);
        const texts = [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" text-anchor="start"( class="small")?>([^<]*)</g)];
        assert.ok(texts.length > 1, svg);
        for (const [, x, small, line = ''] of texts) {
          const end = Number(x) + textWidth(line, small ? 11 : 13);
          assert.ok(!lives.some((life) => Math.abs(end - life) < 9), `“${line}” ends at ${end}; ${lives}`);
        }
      }
    }
  });

  it('a message without a title is named once by its request, and one with a title has both', () => {
    const words = { target: 'GET /api/me', says: [] };
    const row = { ...common, from: 'App', to: 'Server', words } as const;
    const count = (svg: string) => svg.split('>GET /api/me<').length - 1;
    for (const svg of pictures({ ...row, text: 'GET /api/me' })) assert.equal(count(svg), 1);
    for (const svg of pictures({ ...row, text: 'Who am I?' })) assert.equal(count(svg), 1);
  });
});
