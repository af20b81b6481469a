import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PART_NAMES, type PartName } from './benchParts';
import { type BenchSizes, FULL_SIZES, lessThanFull, SHORT_SIZES } from './benchRun';

export interface BenchArguments {
  /** Where the results are written. */
  readonly output: string;
  /** Writes the table into docs/speed.md. */
  readonly isPublished: boolean;
  /** Compares a short run with the kept figures, or keeps the figures of a short run. */
  readonly kept: 'compare' | 'keep' | undefined;
  readonly parts: readonly PartName[];
  readonly sizes: BenchSizes;
}

/** Those whose figures are kept: they take a minute or two, and depend little on the machine. */
export const KEPT_PARTS: readonly PartName[] = ['start', 'check', 'instructions', 'engine', 'server'];

export const BENCH_USAGE = `Usage: npm run bench [-- OPTIONS]
  --output DIR   where bench.json and bench.markdown are written; ${path.join(os.tmpdir(), 'session-workbench-bench')} unless given
  --publish      write the table into docs/speed.md too
  --compare      a short run; exit status 1 when a figure is a tenth worse than the kept one
  --keep         a short run whose figures are kept in test/bench/kept.json
  --parts A,B    only some of: ${PART_NAMES.join(', ')}
  --no-peers     no other tools: nothing is installed
  --large N, --small N, --million N, --web-sessions N, --rounds N, --seconds N,
  --scenarios N, --text N
                 how much is measured; 0 leaves the million out`;

type NumberName = 'large' | 'small' | 'million' | 'web-sessions' | 'rounds' | 'seconds' | 'scenarios' | 'text';

/** @returns what is asked for, or why it cannot be done */
export function benchArguments(given: readonly string[]): BenchArguments | string {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    ...{ output: text, publish: flag, compare: flag, keep: flag, parts: text, 'no-peers': flag },
    ...{ large: text, small: text, million: text, 'web-sessions': text, rounds: text, seconds: text },
    ...{ scenarios: text, text },
  };
  try {
    const { values } = parseArgs({ args: [...given], options, strict: true });
    const kept = values.compare ? 'compare' : values.keep ? 'keep' : undefined;
    const usual = kept ? SHORT_SIZES : FULL_SIZES;
    const parts = values.parts?.split(',') ?? (kept ? KEPT_PARTS : PART_NAMES);
    const unknown = parts.filter((name) => !(PART_NAMES as readonly string[]).includes(name));
    if (unknown.length > 0) return `There is no part ${unknown.join(', ')}; choose from ${PART_NAMES.join(', ')}.`;
    if (values.publish && (kept || values.parts !== undefined))
      return 'docs/speed.md shows whole runs only, so --publish goes with neither --parts, --compare nor --keep.';
    const number = (name: NumberName, usually: number) => {
      const value = values[name];
      if (value === undefined) return usually;
      if (!/^\d{1,7}$/.test(value) || (value === '0' && name !== 'million')) {
        const least = name === 'million' ? 0 : 1;
        throw new Error(`--${name} takes a whole number of at least ${least}, not ${JSON.stringify(value)}.`);
      }
      return Number(value);
    };
    const sizes: BenchSizes = {
      large: number('large', usual.large),
      small: number('small', usual.small),
      million: number('million', usual.million),
      webSessions: number('web-sessions', usual.webSessions),
      rounds: number('rounds', usual.rounds),
      seconds: number('seconds', usual.seconds),
      scenarios: number('scenarios', usual.scenarios),
      text: number('text', usual.text),
      hasPeers: usual.hasPeers && !values['no-peers'],
    };
    if (values.publish && lessThanFull(sizes) !== '')
      return `docs/speed.md shows whole runs only, and this is less: ${lessThanFull(sizes)}.`;
    return {
      output: path.resolve(values.output ?? path.join(os.tmpdir(), 'session-workbench-bench')),
      isPublished: values.publish,
      kept,
      parts: parts as PartName[],
      sizes,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
