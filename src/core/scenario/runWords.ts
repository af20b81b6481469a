import { counted } from '../base/counted';
import type { RunEvent } from './runEvents';

/** How a run has ended, in a sentence; in English. */
export function runVerdictWords(events: readonly RunEvent[]): string {
  const end = events.findLast((event) => event.kind === 'runEnded');
  const results = events.flatMap((event) => (event.kind === 'stepEnded' ? [event.result] : []));
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  if (failed.length > 0) return `Failed: ${failed.map(({ step }) => step.title).join(', ')}.`;
  if (end?.verdict === 'passed') return `Passed: ${counted(results.length, 'step')} in ${end.ms} ms.`;
  return end?.verdict === 'cancelled' ? 'Ended before it was over.' : 'Still running.';
}
