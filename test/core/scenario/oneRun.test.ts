import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import { diagramOf } from '../../../src/core/scenario/diagram';
import { htmlReport } from '../../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import { afterEvent, newRun, progressOf, type Run, resultsOf, runEntries, runOf } from '../../../src/core/scenario/run';
import type { RunEvent, ShownStep } from '../../../src/core/scenario/runEvents';
import { runVerdictWords } from '../../../src/core/scenario/runWords';
import { storyOf } from '../../../src/core/scenario/story';
import { svgOf } from '../../../src/core/scenario/svg';
import { SLICES } from '../../../src/core/systems';
import { frozen } from './frozen';
import { answered, ended, failure, STARTED, STATE, STEPS, sent, step } from './runs';

/** What a developer does with a flow, one after the other. */
type Deed = 'step' | 'fails' | 'skip' | 'back' | 'clock' | 'request' | 'forget' | 'end' | 'again';

const CLOCK = step(-1, { kind: 'clock', title: 'Clock: by hand' });
const REQUEST = step(-1, { kind: 'request', title: 'By hand', from: 'Front end', to: '4D Server' });

/** Tells what a runner tells of deeds. */
class Teller {
  readonly events: RunEvent[] = [STARTED, STATE];
  private next = 0;
  private lastMessage = 0;
  /** Which step came next, before each that was made. */
  private readonly saved: number[] = [];

  do(deed: Deed): void {
    const shown = STEPS[this.next];
    switch (deed) {
      case 'step':
      case 'fails':
        if (!shown) return;
        this.saved.push(this.next);
        this.perform(shown, deed === 'fails');
        this.next++;
        return;
      case 'skip':
        for (const each of STEPS.slice(this.next)) this.events.push(ended(each, [], 'skipped'));
        this.next = STEPS.length;
        return;
      case 'back': {
        const before = this.saved.pop();
        if (before === undefined) return;
        this.next = before;
        this.events.push({ kind: 'steppedBack', step: before }, STATE);
        return;
      }
      case 'clock':
        this.perform(CLOCK, false);
        return;
      case 'request':
        this.perform(REQUEST, false);
        return;
      case 'forget':
        this.perform(CLOCK, false);
        this.events.push({ kind: 'cookiesForgotten', actor: 'Front end' });
        return;
      case 'again':
        this.perform(REQUEST, false, { kind: 'sentAgain', message: 1, changed: false });
        return;
      case 'end':
        this.events.push({ kind: 'runEnded', verdict: 'passed', ms: 1 });
    }
  }

  private perform(shown: ShownStep, fails: boolean, first?: RunEvent): void {
    this.events.push({ kind: 'stepStarted', step: shown }, ...(first ? [first] : []));
    // Each third answer sends the browser on.
    for (let hops = shown.kind === 'request' ? 1 + (this.lastMessage % 3 === 2 ? 1 : 0) : 0; hops > 0; hops--) {
      const id = ++this.lastMessage;
      this.events.push(sent(id, shown.index), answered(id, id % 5 === 4 ? 0 : 200, ['web.handler']));
    }
    this.events.push(ended(shown, fails ? [failure('200', '403')] : []));
  }
}

const deeds = fc.array(
  fc.constantFrom<Deed>('step', 'step', 'fails', 'skip', 'back', 'back', 'clock', 'request', 'forget', 'again', 'end'),
  { maxLength: 15 },
);
/** What has been told up to any moment. */
const told = fc.tuple(deeds, fc.double({ min: 0, max: 1, noNaN: true })).map(([all, part]) => {
  const teller = new Teller();
  for (const deed of all) teller.do(deed);
  return teller.events.slice(0, 1 + Math.round(part * (teller.events.length - 1)));
});

describe('A run', () => {
  it('the page, the diagram, Mermaid, SVG, the story and the HTML page show a run alike, whatever was done', () => {
    fc.assert(
      fc.property(told, (events) => {
        const run = coveredRun(events, SLICES);
        // What the page lists.
        const entries = runEntries(run);
        const diagram = diagramOf(run);
        assert.deepEqual(
          diagram.rows.map((row) => row.step).filter((at, index, all) => at !== all[index - 1] || at < 0),
          entries.flatMap(({ step: { index }, messages }) =>
            index < 0 ? Array(Math.max(1, messages.length)).fill(index) : [index],
          ),
        );
        const ids = run.done.flatMap(({ messages }) => messages.map((each) => each.sent.id));
        assert.deepEqual(
          diagram.rows.flatMap(({ message }) => message ?? []),
          ids,
        );
        const titles = entries.map((entry) => entry.step.title);
        for (const title of titles)
          assert.ok(
            diagram.rows.some(({ text }) => text === title),
            title,
          );
        const verdicts = diagram.rows.flatMap(({ verdict }) => verdict ?? []);
        assert.deepEqual(
          verdicts,
          resultsOf(run).map(({ verdict }) => verdict),
        );
        // Each sentence is a row, and each row stands in every picture.
        const story = storyOf(diagram);
        assert.equal(story.length, diagram.rows.length);
        const svg = svgOf(diagram);
        assert.equal(svg.match(/<g( class="planned")?>/g)?.length ?? 0, diagram.rows.length);
        const lines = mermaidOf(diagram)
          .split('\n')
          .filter((line) => /^ {2}(P\d->>|P\d-x|Note over [P\d,]+: (?!✖))/.test(line));
        assert.equal(lines.length, diagram.rows.length);
        const page = htmlReport(run);
        assert.equal(page.match(/<details>/g)?.length ?? 0, ids.length);
        assert.equal(page.match(/<ol>([\s\S]*?)<\/ol>/)?.[1]?.match(/<li>/g)?.length ?? 0, story.length);
        assert.ok(page.includes(svg.slice(0, 60)));
        const failed = entries.filter(({ state }) => state === 'failed');
        assert.equal(runVerdictWords(run).startsWith('Failed:'), failed.length > 0);
        assert.equal(progressOf(run).failed, failed.length);
      }),
      { numRuns: 500 },
    );
  });

  it('a run is the same event by event as of all at once, and no event changes a run of before', () => {
    fc.assert(
      fc.property(told, (events) => {
        let run: Run = newRun(runOf(events.slice(0, 1)).outline);
        for (const event of events) run = afterEvent(frozen(run), event);
        assert.deepEqual(run, runOf(events));
        assert.deepEqual(structuredClone(run), run);
      }),
      { numRuns: 200 },
    );
  });

  it('a run keeps what was done by hand before a step that is taken back, for whoever shows it', () => {
    const teller = new Teller();
    for (const deed of ['step', 'clock', 'step', 'back'] as const) teller.do(deed);
    const run = coveredRun(teller.events, SLICES);
    assert.deepEqual(
      runEntries(run).map(({ key }) => key),
      ['s0', 'h1', 's1', 's2', 's3', 's4', 's5'],
    );
    const diagram = diagramOf(run);
    assert.deepEqual(
      diagram.rows.slice(0, 3).map(({ text, state }) => `${text}: ${state}`),
      ['Validate: drawn', 'Clock: by hand: done', 'ValidateOperation(): planned'],
    );
    for (const shown of [mermaidOf(diagram), svgOf(diagram), htmlReport(run)]) assert.match(shown, /Clock: by hand/);
  });
});
