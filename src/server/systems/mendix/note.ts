import type { JournalRemedy } from '../../../core/protocol/journal';
import { MENDIX_REASONS } from '../../../core/systems/mendix/mendixReasons';
import { markedMessage } from '../../../core/systems/mendix/ruleMark';
import { noting } from '../../kernel/journal/noting';
import type { Trace } from '../../kernel/journal/trace';

const add = noting(MENDIX_REASONS);

export type MendixRule = keyof typeof MENDIX_REASONS.codes;

/**
 * Adds a reason of the Mendix runtime to a trace. It says what is inferred, and by which switch that can be changed.
 * @param version of the runtime, for rules that depend on it
 * @param remedy the option that decided so
 */
export function note(trace: Trace, rule: MendixRule, message?: string, version?: string, remedy?: JournalRemedy): void {
  const { sentence } = MENDIX_REASONS.codes[rule];
  const exact = markedMessage(sentence, message, version);
  // A text that is always the same is shared by all entries of the journal.
  add(trace, rule, exact === sentence ? undefined : exact, remedy);
}
