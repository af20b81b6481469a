import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BenchSizes } from './benchRun';
import { FIGURES, type Figure } from './figures';
import { type Results, shownValue } from './results';

/** What a run was made with. */
export interface BenchMachine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly version: string;
  readonly commit: string;
  readonly date: string;
}

const root = path.resolve(__dirname, '../../..');

export function thisMachine(now = new Date()): BenchMachine {
  const git = ['-C', root, 'describe', '--always', '--dirty', '--abbrev=8', '--exclude=*'];
  return {
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    version: JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version,
    commit: outputOf('git', git) ?? 'unknown',
    date: now.toISOString().slice(0, 10),
  };
}

export function machineLine({ cores, processor, memoryGb, system, node, version, commit, date }: BenchMachine): string {
  return (
    `${date}, Session Workbench ${version} (${commit}), Node ${node}, ${cores} cores of ${processor}, ` +
    `${memoryGb} GB, ${system}`
  );
}

/** Whether a value is as good as its target. Undefined where there is no target. */
export function isReached({ target }: Figure, value: number): boolean | undefined {
  if (!target) return undefined;
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

/** The table of a run. A figure that was not measured has no row, one that could not be measured says why. */
export function markdownTable(results: Results): string {
  const rows = FIGURES.flatMap((figure: Figure & { id: (typeof FIGURES)[number]['id'] }) => {
    const { what, unit, target } = figure;
    const measured = results.of(figure.id);
    const reason = results.whyMissing(figure.id);
    if (!measured) return reason === undefined ? [] : [[what, 'not there', shownTarget(figure), '', reason]];
    const isGood = isReached(figure, measured.value);
    const mark = target ? (isGood ? 'yes' : '**no**') : '';
    return [[what, `${shownValue(measured.value)} ${unit}`, shownTarget(figure), mark, measured.detail]];
  });
  const head = ['What', 'Figure', 'Target', 'Reached', 'Medians'];
  const cells = [head, head.map(() => '---'), ...rows];
  return cells.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('');
}

export function jsonReport(machine: BenchMachine, sizes: BenchSizes, results: Results): string {
  const figures = FIGURES.map(({ id, ...figure }) => ({
    id,
    ...figure,
    ...results.of(id),
    ...(results.whyMissing(id) !== undefined && { missing: results.whyMissing(id) }),
  }));
  return `${JSON.stringify({ version: 1, machine, sizes, figures }, undefined, 2)}\n`;
}

/** The words of a target; none where there is none. */
export function shownTarget({ target, unit }: Figure): string {
  if (!target) return '';
  return 'atMost' in target ? `at most ${target.atMost} ${unit}` : `at least ${target.atLeast} ${unit}`;
}

function outputOf(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // There is no Git here: the copy of the repository came as an archive.
    return undefined;
  }
}
