import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { BenchRun } from './benchRun';
import { makeTree } from './benchTree';
import { inTurns, median, ratios } from './rounds';

/**
 * Counted instructions of `check` against those of Node reading and parsing. They hardly change with what else the
 * machine does. Many virtual machines cannot count.
 */
export async function benchInstructions({ folder, build, results, sizes }: BenchRun): Promise<void> {
  const tree = path.join(folder, 'MobileApps');
  makeTree(tree, { sessions: sizes.small, applications: 20, seed: 2, isFaulty: true });
  const reader = [path.join(__dirname, 'nodeReader.js'), tree, 'parse', '1'];
  const check = [build.program('cli.js'), 'check', tree, '--format', 'json'];
  if (instructionsOf(['-e', '0']) === undefined) {
    results.missing('check.instructions', 'perf cannot count instructions here');
    return;
  }
  const counted = (args: readonly string[]) => instructionsOf(args) ?? Number.NaN;
  const values = await inTurns({ ours: () => counted(check), read: () => counted(reader) }, sizes.rounds);
  const millions = (counts: readonly number[]) => Math.round(median(counts) / 1e6);
  const detail = `${millions(values.ours)} : ${millions(values.read)} million, ${sizes.rounds} rounds`;
  results.add('check.instructions', ratios(values.ours, values.read), detail);
}

/** Instructions of a run of Node, without those of the system. Undefined where nobody can count them. */
export function instructionsOf(args: readonly string[], perf = 'perf'): number | undefined {
  const options = { encoding: 'utf8', maxBuffer: 1 << 30 } as const;
  const { stderr, error } = spawnSync(
    perf,
    ['stat', '-x', ';', '-e', 'instructions:u', process.execPath, ...args],
    options,
  );
  return error ? undefined : countIn(stderr);
}

/**
 * The count in what perf tells in columns. It tells `<not supported>` where the processor or the machine does not
 * count.
 */
export function countIn(told: string): number | undefined {
  const count = /^(\d+);[^;]*;instructions/m.exec(told)?.[1];
  return count === undefined ? undefined : Number(count);
}
