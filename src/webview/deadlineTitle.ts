import type { SystemDeadline } from '../core/flows/deadlines';
import { type FlowStrings, filled } from '../core/flows/flowWords';
import { shortCode } from '../core/flows/heldView';
import { SYSTEM_PARTS } from '../core/systems';

/** What the step is called that moves the clock to where something ends. */
export function deadlineTitle({ system, kind, name }: SystemDeadline, words: FlowStrings): string {
  if (system === undefined) return filled(kind === 'mail' ? words.deadlineMail : words.deadlineOther, name);
  const { presenter } = SYSTEM_PARTS.find((each) => each.name === system) ?? {};
  const word = presenter?.deadlines?.[kind];
  const text = word === undefined ? undefined : words.ofSystems[system]?.[word];
  return filled(text ?? words.deadlineOther, shortCode(name));
}
