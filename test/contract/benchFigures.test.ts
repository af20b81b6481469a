import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { benchArguments } from '../bench/benchArguments';
import { BENCH_PARTS } from '../bench/benchParts';
import type { BenchRun } from '../bench/benchRun';
import { FIGURES, type Figure } from '../bench/figures';
import { countIn } from '../bench/instructionBench';
import { confirmedLosses } from '../bench/keptComparison';
import { keptIds, lossesIn, readKept } from '../bench/keptFigures';
import { Oracle } from '../bench/oracle';
import { withTable } from '../bench/publishedTable';
import { markdownTable, shownTarget } from '../bench/report';
import { Results } from '../bench/results';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const withTarget = FIGURES.filter((figure: Figure) => figure.target);

/** The rows of the table of targets: id and target. */
function promisedTargets(): string[] {
  const rows = read('docs/facts/performance.md').matchAll(/^\| `(\w+\.\w+)` \|[^|]*\| ([^|]+?) \|$/gm);
  return [...rows].map(([, id, target]) => `${id}: ${target}`);
}

function resultsWith(figures: Readonly<Record<string, number>>): Results {
  const results = new Results(() => {});
  for (const [id, value] of Object.entries(figures)) results.add(id as (typeof FIGURES)[number]['id'], [value], '');
  return results;
}

describe('The figures of the bench', () => {
  it('each target of the facts is one of a figure, and each target of a figure is in the facts', () => {
    assert.deepEqual(
      promisedTargets(),
      withTarget.map((figure) => `${figure.id}: ${shownTarget(figure)}`),
    );
  });

  it('each figure is measured by one part of the bench', () => {
    const measured = Object.values(BENCH_PARTS).flatMap(({ figures }): string[] => [...figures]);
    assert.deepEqual(measured.sort(), FIGURES.map(({ id }) => id as string).sort());
  });

  it('the published table has rows of figures only', () => {
    const rows = [
      ...read('docs/speed.md').matchAll(/^\| ([^|]+?) \| (?:not there|[\d.]+ (?:x|times as fast|ms|MB|bytes)) \|/gm),
    ];
    const names = new Set<string>(FIGURES.map(({ what }) => what));
    assert.deepEqual(
      rows.map(([, what = '']) => what).filter((what) => !names.has(what)),
      [],
    );
  });

  it('the kept figures are ratios that are compared', () => {
    const ids = new Set<string>(keptIds());
    const kept = Object.entries(readKept().figures);
    assert.ok(kept.length > 0);
    assert.deepEqual(
      kept.filter(([id, value]) => !ids.has(id) || !(value > 0)),
      [],
    );
  });

  it('a figure counts as lost from a tenth on, whether low or high values of it are good', () => {
    const kept = { machine: '', figures: { 'check.node1': 1, 'server.lookup': 0.8, 'start.version': 1.5 } };
    const lost = (figures: Record<string, number>) => lossesIn(resultsWith(figures), kept).map(({ id }) => id);
    assert.deepEqual(lost({ 'check.node1': 1.09, 'server.lookup': 0.74, 'start.version': 1 }), []);
    assert.deepEqual(lost({ 'check.node1': 1.11 }), ['check.node1']);
    assert.deepEqual(lost({ 'server.lookup': 0.7 }), ['server.lookup']);
    assert.deepEqual(lost({ 'check.node2': 9 }), []);
  });

  it('a figure that is lost once and not when it is measured again is not lost', async () => {
    const kept = { machine: '', figures: { 'start.version': 1, 'start.ten': 1 } };
    const results = resultsWith({ 'start.version': 1.3, 'start.ten': 1.3 });
    const rounds: number[] = [];
    const run = { results, sizes: { rounds: 5 } } as BenchRun;
    const losses = await confirmedLosses(
      run,
      kept,
      ['start', 'texts'],
      () => {},
      async (name, { sizes }) => {
        assert.equal(name, 'start');
        rounds.push(sizes.rounds);
        results.add('start.version', [1.02], '');
        results.add('start.ten', [1.4], '');
      },
    );
    assert.deepEqual(
      losses.map(({ id }) => id),
      ['start.ten'],
    );
    assert.deepEqual(rounds, [15, 25]);
  });

  it('the count of instructions is read where perf can count, and nothing where it cannot', () => {
    assert.equal(countIn('124578123;;instructions:u;48000000;100.00;;\n'), 124_578_123);
    assert.equal(countIn('<not supported>;;instructions:u;0;100.00;;\n'), undefined);
    assert.equal(countIn(''), undefined);
  });

  it('the oracle counts findings that are missing, too many or of another code, and files that were left out', () => {
    const oracle = new Oracle(3);
    oracle.expect('A/1', 'mobi/2', 'malformed');
    const wrong = (files: number, ...findings: [file: string, code: string][]) =>
      oracle.wrongIn({ summary: { files }, findings: findings.map(([file, code]) => ({ file, code })) });
    assert.equal(wrong(3, ['A/1', 'mobi/2']), 0);
    assert.equal(wrong(2, ['A/1', 'mobi/2']), 1);
    assert.equal(wrong(3), 1);
    assert.equal(wrong(3, ['A/1', 'mobi/2'], ['A/1', 'mobi/2']), 1);
    assert.equal(wrong(3, ['A/1', 'mobi/2'], ['A/2', 'mobi/3']), 1);
    assert.equal(wrong(3, ['A/1', 'mobi/3']), 2);
  });

  it('the table says what could not be measured and why, and marks what is not reached', () => {
    const results = resultsWith({ 'check.node1': 1.2, 'check.ajv': 2.5 });
    results.missing('check.sourcemeta', 'npm cannot be reached');
    const rows = markdownTable(results).split('\n').slice(2, -1);
    assert.equal(rows.length, 3);
    assert.match(rows[0] ?? '', /\| 1\.20 x \| at most 0\.95 x \| \*\*no\*\* \|/);
    assert.match(rows[1] ?? '', /\| 2\.50 times as fast \| at least 2\.3 times as fast \| yes \|/);
    assert.match(rows[2] ?? '', /\| not there \| at least 5\.5 times as fast \| {2}\| npm cannot be reached \|/);
  });

  it('the table replaces what is between its marks alone, and is refused where they are not', () => {
    const text = read('docs/speed.md');
    const once = withTable(text, 'a');
    assert.equal(withTable(once, 'a'), once);
    assert.equal(withTable(withTable(text, 'b'), 'a'), once);
    assert.throws(() => withTable('no marks', 'a'), /no place between/);
  });

  for (const [given, problem] of [
    [['--parts', 'start,none'], /no part none/],
    [['--rounds', '0'], /--rounds takes a whole number of at least 1/],
    [['--large', '1e3'], /--large takes a whole number/],
    [['--publish', '--compare'], /whole runs only/],
    [['--publish', '--large', '2000'], /this is less: large 2000/],
    [['--unknown'], /unknown/],
    [['folder'], /folder/],
  ] as const) {
    it(`the arguments ${given.join(' ')} of the bench are refused with a reason`, () => {
      const wanted = benchArguments(given);
      assert.ok(typeof wanted === 'string');
      assert.match(wanted, problem);
    });
  }
});
