import { BENCH_PARTS, type PartName, runPart } from './benchParts';
import type { BenchRun } from './benchRun';
import type { FigureId } from './figures';
import { type KeptFigures, type Loss, lossesIn } from './keptFigures';

/** How often a figure that is lost is measured again, each time with more rounds. */
const AGAIN = 2;

/**
 * What is a tenth worse than the kept figures, however often it is measured. A figure that is lost is measured again
 * with more rounds, and counts as lost only if it stays so, because a busy machine makes single runs slow.
 * @param parts those that were measured
 */
export async function confirmedLosses(
  run: BenchRun,
  kept: KeptFigures,
  parts: readonly PartName[],
  tell: (line: string) => void,
  measure: typeof runPart = runPart,
): Promise<Loss[]> {
  let losses = lossesIn(run.results, kept);
  for (let time = 1; time <= AGAIN && losses.length > 0; time++) {
    const lost = new Set(losses.map(({ id }) => id));
    const again = parts.filter((name) => BENCH_PARTS[name].figures.some((id) => lost.has(id)));
    tell(`${[...lost].join(', ')}: a tenth worse than kept, so measured again with more rounds.`);
    for (const name of again) {
      const figures: readonly FigureId[] = BENCH_PARTS[name].figures;
      for (const id of figures) run.results.forget(id);
      await measure(name, { ...run, sizes: { ...run.sizes, rounds: run.sizes.rounds * (2 * time + 1) } });
    }
    losses = lossesIn(run.results, kept).filter(({ id }) => lost.has(id));
  }
  return losses;
}
