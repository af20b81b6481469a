import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './benchProgram';
import type { BenchRun } from './benchRun';
import { shownValue } from './results';
import { inTurns, median } from './rounds';

const shipped = path.resolve(__dirname, '../../../media/scenarios');

/** `run` of scenarios that ship, for each of them, against Node that does nothing. */
export async function benchScenarios({ folder, build, results, sizes }: BenchRun): Promise<void> {
  const all = fs.readdirSync(shipped).filter((name) => name.endsWith('.scenario.json'));
  const step = Math.ceil(all.length / sizes.scenarios);
  const files = all.filter((_, at) => at % step === 0).map((name) => path.join(shipped, name));
  const call = (...args: string[]) => {
    const { ms, code, output } = runProgram([process.execPath, ...args], { folder, cwd: folder });
    if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${output.slice(-2000)}`);
    return ms;
  };
  const { nothing, run } = await inTurns(
    { nothing: () => call('-e', '0'), run: () => call(build.program('cli.js'), 'run', ...files) },
    sizes.rounds,
  );
  const values = run.map((ms, round) => ms / files.length / (nothing[round] as number));
  const detail = `${shownValue(median(run) / 1000)} s for ${files.length} of ${all.length}`;
  results.add('run.shipped', values, `${detail}, node -e 0 ${Math.round(median(nothing))} ms, ${sizes.rounds} rounds`);
}
