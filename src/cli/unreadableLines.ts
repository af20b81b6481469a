import path from 'node:path';
import { withoutFullStop } from '../core/base/fullStop';
import type { Unreadable } from './checkReport';

/** More names in a line help nobody. */
const MOST_NAMED = 10;

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
  const told = `cannot read ${named(group)}: `;
  // What is told in words says what to do.
  if (isInWords(first)) return `${told}${group.length === 1 ? 'it' : 'each'} ${reason}`;
  return `${told}${reason}; ${remedy(reason, command)}`;
}

/** The first as a whole path, and those in the same folder by their names. */
function named(group: readonly Unreadable[]): string {
  const places = group.slice(0, MOST_NAMED).map(({ folder, file }) => path.join(folder, file));
  const folder = path.dirname(places[0] ?? '');
  const names = places.map((place, at) => (at > 0 && path.dirname(place) === folder ? path.basename(place) : place));
  const more = group.length - places.length;
  const last = more > 0 ? `${more} more` : names.length > 1 ? names.pop() : undefined;
  return last === undefined ? names.join(', ') : `${names.join(', ')} and ${last}`;
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
