import type { SystemDeadline } from '../core/flows/deadlines';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { SYSTEM_PARTS } from '../core/systems';

/**
 * What the step is called that moves the clock to where something ends.
 * @param short the beginning of a name, without a secret
 */
export function deadlineTitle(
  { system, kind, name }: SystemDeadline,
  words: FlowStrings,
  short: (name: string) => string,
): string {
  if (system === undefined) return filled(kind === 'mail' ? words.deadlineMail : words.deadlineOther, name);
  const { presenter } = SYSTEM_PARTS.find((each) => each.name === system) ?? {};
  const word = presenter?.deadlines?.[kind];
  const text = word === undefined ? undefined : words.ofSystems[system]?.[word];
  return filled(text ?? words.deadlineOther, short(name));
}
