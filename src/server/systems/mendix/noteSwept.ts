import { counted } from '../../../core/base/counted';
import type { MendixSweep } from '../../../core/systems/mendix/mendixSession';
import type { Trace } from '../../kernel/journal/trace';
import { type MendixRule, note } from './note';

/** Writes into a trace what a sweep has done. */
export function noteSwept(trace: Trace, rule: MendixRule, { removed, unblocked }: MendixSweep): void {
  note(
    trace,
    rule,
    `A sweep removed ${counted(removed.length, 'session')} and unblocked ${counted(unblocked.length, 'user')}.`,
  );
  for (const id of removed) trace.changed('mendixSession', id, 'removed', 'swept');
  for (const name of unblocked) trace.changed('mendixUser', name, 'changed', 'unblocked');
}
