import path from 'node:path';
import { withoutFullStop } from '../core/base/fullStop';
import type { Unreadable } from './checkReport';

/**
 * One line for each reason why something could not be read: how many, where, why, and what to do.
 * @param command the command that the user called, for the remedy
 */
export function unreadableLines(unreadable: readonly Unreadable[], command: 'check' | 'run' = 'check'): string[] {
  const groups = new Map<string, Unreadable[]>();
  for (const each of unreadable) {
    const reason = withoutPath(each);
    const group = groups.get(reason);
    if (group) group.push(each);
    else groups.set(reason, [each]);
  }
  return [...groups].map(([reason, group]) => line(reason, group, command));
}

function line(reason: string, group: readonly Unreadable[], command: string): string {
  const [first] = group as [Unreadable, ...Unreadable[]];
  const more = group.length === 1 ? '' : ` and ${group.length - 1} more`;
  const told = `cannot read ${path.join(first.folder, first.file)}${more}: ${reason}`;
  // What is told in words says what to do.
  return isInWords(first) ? told : `${told}; ${remedy(reason, command)}`;
}

function remedy(reason: string, command: string): string {
  if (/EACCES|EPERM|permission/i.test(reason)) return `give this user the right to read, or ${command} a copy`;
  if (/ MB; /.test(reason)) return 'move the file elsewhere: it is no session file';
  return `mend that and ${command} again`;
}

/** Whether the reason is a sentence about the path, and not the message of an error of Node. */
function isInWords({ folder, file, reason }: Unreadable): boolean {
  return reason.startsWith(`${path.join(folder, file)} `);
}

/** Without the path, equal reasons are equal texts. Node puts it at the end of its message. */
function withoutPath(each: Unreadable): string {
  const { folder, file, reason } = each;
  if (isInWords(each)) return withoutFullStop(reason.slice(path.join(folder, file).length + 1));
  return withoutFullStop(reason.replace(/, \w+ '.*'$/s, ''));
}
