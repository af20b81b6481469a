import fs from 'node:fs';
import path from 'node:path';
import type { BenchRun } from './benchRun';
import { benchCheck } from './checkBench';
import { benchEngine, benchMillion } from './engineBench';
import type { FigureId } from './figures';
import { benchInstructions } from './instructionBench';
import { benchPauses } from './pauseBench';
import { benchRecovery } from './recoveryBench';
import { benchScenarios } from './scenarioBench';
import { benchServer } from './serverBench';
import { benchStarts } from './startBench';
import { benchTexts } from './textBench';

export interface BenchPart {
  readonly run: (run: BenchRun) => Promise<void>;
  /** The figures that it measures. */
  readonly figures: readonly FigureId[];
}

/** The parts of the bench, by the names that `--parts` takes, in their order. */
export const BENCH_PARTS = {
  start: { run: benchStarts, figures: ['start.version', 'start.ten', 'start.serve', 'start.https'] },
  check: {
    run: benchCheck,
    figures: [
      ...(['small.python', 'small.node1', 'small.clean', 'small.ajv'] as const),
      ...(['check.node1', 'check.node2', 'check.read1', 'check.read2'] as const),
      ...(['check.ajv', 'check.languageService', 'check.sourcemeta', 'check.sourcemetaFast'] as const),
      ...(['check.jq', 'check.python'] as const),
    ],
  },
  instructions: { run: benchInstructions, figures: ['check.instructions'] },
  engine: {
    run: benchEngine,
    figures: ['loop.p99', 'loop.longest', 'find.large', 'filter.large', 'changed.events', 'changed.scan'],
  },
  million: {
    run: benchMillion,
    figures: ['million.memory', 'million.index', 'million.find', 'million.filter', 'million.longest'],
  },
  server: { run: benchServer, figures: ['server.lookup', 'server.fastify', 'server.login'] },
  recovery: { run: benchRecovery, figures: ['server.recovery'] },
  pauses: { run: benchPauses, figures: ['server.pause'] },
  scenarios: { run: benchScenarios, figures: ['run.shipped'] },
  texts: { run: benchTexts, figures: ['text.long'] },
} as const satisfies Record<string, BenchPart>;

export type PartName = keyof typeof BENCH_PARTS;

export const PART_NAMES = Object.keys(BENCH_PARTS) as PartName[];

/** Runs a part in a folder of its own, which is removed after it. */
export async function runPart(name: PartName, run: BenchRun): Promise<void> {
  const folder = path.join(run.folder, name);
  fs.mkdirSync(folder);
  try {
    await BENCH_PARTS[name].run({ ...run, folder });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
