import { errorText } from './errorText';
import { l10n } from './l10n';
import { numberText } from './treeRow';

/**
 * Does something with each, one after the other. A failure does not stop the others.
 * @returns the results
 * @throws Error at the end, if something failed: the first failure, with how many there were
 */
export async function oneAfterTheOther<T, R>(all: readonly T[], run: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  for (const each of all) {
    try {
      results.push(await run(each));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return results;
  const [first] = failures;
  if (all.length === 1) throw first;
  const message = errorText(first);
  const counts = [failures.length, all.length].map(numberText) as [string, string];
  throw new Error(l10n.t('{0} of {1} failed. The first: {2}', ...counts, message), { cause: first });
}
