import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './benchProgram';
import type { BenchRun } from './benchRun';
import { makeTree } from './benchTree';
import type { EngineJob, EngineResult } from './engineChild';
import { shownValue } from './results';
import { median, ratios } from './rounds';
import { warmUp } from './warmUp';

const CHANGES = 10;

/** The engine in the thread of an extension: how long it blocks, finds, filters and refreshes, with a large folder. */
export async function benchEngine(run: BenchRun): Promise<void> {
  const { folder, results, sizes } = run;
  const tree = path.join(folder, 'MobileApps');
  makeTree(tree, { sessions: sizes.large, applications: 50, seed: 2, isFaulty: true });
  const told: EngineResult[] = [];
  for (let round = 0; round < sizes.rounds; round++) {
    warmUp(tree);
    // The files change in the last round only, as each scan must find the same.
    const isLast = round === sizes.rounds - 1;
    told.push(scanned(run, tree, { rounds: isLast ? sizes.rounds : 1, changes: isLast ? CHANGES : 0 }));
  }
  const of = (value: (result: EngineResult) => number) => told.map(value);
  const last = told.at(-1) as EngineResult;
  const scans = `scan ${shownValue(median(of(({ scanMs }) => scanMs)) / 1000)} s, ${sizes.rounds} rounds`;
  results.add(
    'loop.p99',
    of(({ p99 }) => p99),
    scans,
  );
  results.add(
    'loop.longest',
    of(({ longest }) => longest),
    `${scans}, the worst ${shownValue(Math.max(...of((each) => each.longest)))} ms`,
  );
  results.add('find.large', last.find, `${last.sessions} sessions, the slowest of four texts, ${sizes.rounds} rounds`);
  results.add('filter.large', last.filter, `${last.sessions} sessions, the slowest of four, ${sizes.rounds} rounds`);
  for (const [id, values] of [
    ['changed.events', last.fromEvents],
    ['changed.scan', last.byStatScan],
  ] as const) {
    const detail = `${shownValue(median(values))} : ${shownValue(median(last.fullCheck))} ms, warm threads`;
    results.add(id, ratios(values, last.fullCheck), `${detail}, ${sizes.rounds} rounds, every change seen`);
  }
}

/** A million files: what the whole process and each session weigh, and how long finding takes. */
export async function benchMillion(run: BenchRun): Promise<void> {
  const { folder, build, results, sizes } = run;
  if (sizes.million === 0) return;
  const place = fs.mkdtempSync(path.join(fastPlace(folder, sizes.million), 'bench-million-'));
  const remove = () => fs.rmSync(place, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const tree = path.join(place, 'MobileApps');
    const oracle = makeTree(tree, { sessions: sizes.million, applications: 100, seed: 3, isFaulty: true });
    const peak = path.join(folder, 'peak.txt');
    const command = [process.execPath, '--require', path.join(__dirname, 'peakMemory.js'), build.program('cli.js')];
    const { ms, code, output } = runProgram(
      [command[0] as string, ...command.slice(1), 'check', tree, '--format', 'json'],
      { folder, env: { BENCH_PEAK: peak } },
    );
    if (code > 1) throw new Error(`check of a million ended with ${code}: ${output.slice(0, 500)}`);
    const wrong = oracle.wrongIn(JSON.parse(output));
    const verdicts = `wrong verdicts: ${wrong} of ${oracle.files}`;
    const bytes = Number(fs.readFileSync(peak, 'utf8'));
    results.add('million.memory', [bytes / 1e6], `${shownValue(ms / 1000)} s, one round, ${verdicts}`);
    const told = scanned(run, tree, { rounds: sizes.rounds, changes: 0 });
    const scan = `scan ${shownValue(told.scanMs / 1000)} s`;
    results.add('million.index', [told.bytesPerSession], `${told.sessions} sessions, ${scan}, one round`);
    results.add('million.find', told.find, `${told.sessions} sessions, the slowest of four texts`);
    results.add('million.filter', told.filter, `${told.sessions} sessions, the slowest of four texts`);
    results.add('million.longest', [told.longest], `p99 ${shownValue(told.p99)} ms, one round`);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

function scanned({ build, folder }: BenchRun, tree: string, job: EngineJob): EngineResult {
  const child = build.program('engineChild.js');
  const command = [process.execPath, '--expose-gc', '--max-old-space-size=8192', child, tree] as const;
  const { code, output } = runProgram([...command, JSON.stringify(job)], { folder });
  if (code !== 0) throw new Error(`The scan failed: ${output.slice(-2000)}`);
  return JSON.parse(output) as EngineResult;
}

/**
 * A million files do not stay in the memory of a real disk's file system, so they go where that is memory itself, if
 * there is room.
 */
function fastPlace(folder: string, sessions: number): string {
  const memory = '/dev/shm';
  const needed = sessions * 8192;
  try {
    const { bavail, bsize } = fs.statfsSync(memory);
    return bavail * bsize > 2 * needed ? memory : folder;
  } catch {
    // Linux alone has it.
    return folder;
  }
}
