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
    const reason = withoutPath(each.reason);
    const group = groups.get(reason);
    if (group) group.push(each);
    else groups.set(reason, [each]);
  }
  return [...groups].map(([reason, group]) => line(reason, group, command));
}

function line(reason: string, group: readonly Unreadable[], command: string): string {
  const [first] = group as [Unreadable, ...Unreadable[]];
  const more = group.length === 1 ? '' : ` and ${group.length - 1} more`;
  return `cannot read ${path.join(first.folder, first.file)}${more}: ${reason}; ${remedy(reason, command)}`;
}

function remedy(reason: string, command: string): string {
  if (/EACCES|EPERM|permission/i.test(reason)) return `give this user the right to read, or ${command} a copy`;
  if (/ MB; /.test(reason)) return 'move the file elsewhere: it is no session file';
  return `mend that and ${command} again`;
}

/** Node puts the path into its message. Without the path, equal reasons are equal texts. */
function withoutPath(reason: string): string {
  return withoutFullStop(reason.replace(/, \w+ '.*'$/s, ''));
}
