import fs from 'node:fs';
import path from 'node:path';
import { FIGURES, type FigureId, figureOf } from './figures';
import { type Results, shownValue } from './results';

/** Figures of an earlier short run, by id, and what that was made with. */
export interface KeptFigures {
  readonly machine: string;
  readonly figures: Readonly<Partial<Record<FigureId, number>>>;
}

export interface Loss {
  readonly id: FigureId;
  readonly kept: number;
  readonly now: number;
  /** 1.1 is a tenth worse. */
  readonly times: number;
}

/** From here on a figure is lost. */
export const LOST_FROM = 1.1;

const file = path.resolve(__dirname, '../../../test/bench/kept.json');

export function readKept(): KeptFigures {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as KeptFigures;
}

/** Keeps the ratios of a run. Times and sizes are not kept, because they say more of the machine than of the program. */
export function writeKept(machine: string, results: Results): void {
  const kept = keptIds().flatMap((id) => {
    const measured = results.of(id);
    return measured ? [[id, Number(measured.value.toPrecision(3))] as const] : [];
  });
  fs.writeFileSync(file, `${JSON.stringify({ machine, figures: Object.fromEntries(kept) }, undefined, 2)}\n`);
}

/** What Fastify does is not ours, and what waits for the disk says more of the disk. */
const NOT_KEPT: readonly FigureId[] = ['server.fastify', 'server.login', 'server.recovery'];

/** Figures that are compared: ratios of the program. */
export function keptIds(): FigureId[] {
  return FIGURES.filter(({ id, unit }) => unit === 'x' && !NOT_KEPT.includes(id)).map(({ id }) => id);
}

/** What is a tenth worse than it was, or more. What was not measured now, or then, is no loss. */
export function lossesIn(results: Results, kept: KeptFigures): Loss[] {
  return keptIds().flatMap((id) => {
    const [now, then] = [results.of(id)?.value, kept.figures[id]];
    if (now === undefined || then === undefined) return [];
    const times = figureOf(id).better === 'lower' ? now / then : then / now;
    return times >= LOST_FROM ? [{ id, kept: then, now, times }] : [];
  });
}

export function lossLine({ id, kept, now, times }: Loss): string {
  const percent = Math.round((times - 1) * 100);
  return `${figureOf(id).what}: ${shownValue(now)}, kept ${shownValue(kept)}, ${percent} % worse`;
}
