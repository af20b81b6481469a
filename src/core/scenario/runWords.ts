import { counted } from '../base/counted';
import { type Run, resultsOf } from './run';

/** The result of a run as an English sentence. */
export function runVerdictWords(run: Run): string {
  const results = resultsOf(run);
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  if (failed.length > 0) return `Failed: ${failed.map(({ step }) => step.title).join(', ')}.`;
  if (run.verdict === 'passed') return `Passed: ${counted(results.length, 'step')} in ${run.ms} ms.`;
  if (run.done.length === 0) return 'Not started.';
  return run.verdict === 'cancelled' ? 'Ended before it was over.' : 'Still running.';
}
