// `npm run bench`: what the product costs, as ratios to other programs in the same run. Figures and targets:
// test/bench/figures.ts. `npm run bench -- --help` says what can be asked for.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BENCH_USAGE, type BenchArguments, benchArguments } from './benchArguments';
import { runPart } from './benchParts';
import { type BenchRun, lessThanFull } from './benchRun';
import { confirmedLosses } from './keptComparison';
import { lossLine, readKept, writeKept } from './keptFigures';
import { makeProductionBuild } from './productionBuild';
import { publishTable } from './publishedTable';
import { jsonReport, machineLine, markdownTable, thisMachine } from './report';
import { Results } from './results';

/** Why nothing can be written there. Known before anything is measured. */
function whyUnusable(output: string): string | undefined {
  try {
    fs.mkdirSync(output, { recursive: true });
    fs.accessSync(output, fs.constants.W_OK);
    return undefined;
  } catch (error) {
    return `Nothing can be written to ${output} (${(error as Error).message}). Name another folder with --output.`;
  }
}

async function bench({ output, isPublished, kept, parts, sizes }: BenchArguments): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  // At the end of the process, however it comes about.
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  const machine = thisMachine();
  console.log(machineLine(machine));
  const tell = (line: string) => console.log(line);
  const results = new Results(tell);
  const run: BenchRun = { results, folder, build: makeProductionBuild(path.join(folder, 'build')), sizes };
  for (const name of parts) await runPart(name, run);
  const losses = kept === 'compare' ? await confirmedLosses(run, readKept(), parts, tell) : [];
  const less = lessThanFull(sizes);
  const note = less === '' ? '' : `\nThis run measured less than the rows say: ${less}.\n`;
  const table = markdownTable(results) + note;
  fs.writeFileSync(path.join(output, 'bench.json'), jsonReport(machine, sizes, results));
  fs.writeFileSync(path.join(output, 'bench.markdown'), `${table}\n${machineLine(machine)}\n`);
  console.log(`\n${table}\n${path.join(output, 'bench.json')} and bench.markdown have the same.`);
  if (isPublished) publishTable(table, machineLine(machine));
  if (kept === 'keep') writeKept(machineLine(machine), results);
  for (const loss of losses) console.log(`LOST: ${lossLine(loss)}`);
  if (kept === 'compare' && losses.length === 0) console.log('No figure is a tenth worse than the kept one.');
  return losses.length > 0 ? 1 : 0;
}

async function main(given: readonly string[]): Promise<number> {
  if (given.includes('--help')) {
    console.log(BENCH_USAGE);
    return 0;
  }
  const wanted = benchArguments(given);
  const problem = typeof wanted === 'string' ? wanted : whyUnusable(wanted.output);
  if (typeof wanted !== 'string' && problem === undefined) return bench(wanted);
  console.error(`${problem}\n${BENCH_USAGE}`);
  return 2;
}

process.exitCode = 1;
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
