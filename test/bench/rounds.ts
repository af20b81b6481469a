/** The middle of the values; of an even number, what is between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  return (at((values.length - 1) >> 1) + at(values.length >> 1)) / 2;
}

/** The ratios of what was measured side by side. */
export function ratios(values: readonly number[], references: readonly number[]): number[] {
  return values.map((value, i) => value / (references[i] as number));
}

/** Milliseconds that something takes. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/**
 * Measures several things in turns, so that what disturbs the machine disturbs all of them. The order changes with
 * each round.
 * @param before called before each, to bring all of them to the same start
 * @returns the values of each, one a round
 */
export async function inTurns<Name extends string>(
  contestants: Readonly<Record<Name, () => number | Promise<number>>>,
  rounds: number,
  before: (name: Name) => void = () => {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      before(name);
      values[name].push(await contestants[name]());
    }
  }
  return values;
}
