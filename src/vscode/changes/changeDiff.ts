import type * as vscode from 'vscode';
import { Backup, type SavedBackup } from '../../disk/backup';
import type { WrittenFile } from '../../disk/change/writtenFile';
import { isSessionPlace, placeInFolder, sessionKeyAt } from '../../disk/sessionPlace';
import { comparedUri } from '../compare/comparedUri';
import { execute } from '../host/commandRegistry';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { ChangePart } from './openChange';

/** Nobody looks through more than this, and each takes two documents in VS Code. */
const MOST_SHOWN = 300;

type Row = readonly [label: vscode.Uri, left: vscode.Uri, right: vscode.Uri];

/** Shows what a change did to its files, one comparison below the other. */
export async function showChange(title: string, parts: readonly ChangePart[], backupRoot: string): Promise<void> {
  const rows: Row[] = [];
  for (const part of parts) {
    const later = await laterBackups(part, backupRoot);
    for (const file of part.written.slice(0, MOST_SHOWN - rows.length)) {
      const row = rowOf(part, file, later);
      if (row) rows.push(row);
    }
  }
  const [first, second] = rows;
  if (first && !second) await execute(VSCODE_COMMANDS.diff, first[1], first[2], title);
  else if (first) await execute(VSCODE_COMMANDS.changes, title, rows);
}

/** The backups that were made after this change, the earliest first: they have what it wrote, where that is not there now. */
async function laterBackups({ folder, backup }: ChangePart, root: string): Promise<readonly SavedBackup[]> {
  // One that cannot be read is left out: what is there now is shown then.
  const all = await Backup.list(folder, root, () => {});
  const own = all.findIndex(({ path }) => path === backup?.path);
  return all.slice(0, Math.max(own, 0)).toReversed();
}

function rowOf(part: ChangePart, { from, to, now }: WrittenFile, later: readonly SavedBackup[]): Row | undefined {
  const { folder, backup } = part;
  const place = to ?? from;
  if (place === undefined || !isSessionPlace(folder, place)) return undefined;
  const key = sessionKeyAt(place);
  if (now.kind === 'unsaved' && backup) {
    const sideOf = (side: 'before' | 'after') =>
      comparedUri({ key, backup: backup.path, unsaved: [part.record ?? 'change', side] });
    return [comparedUri({ key }), sideOf('before'), sideOf('after')];
  }
  const isOld = from !== undefined && backup !== undefined && isSessionPlace(folder, from);
  const left = isOld ? comparedUri({ key: sessionKeyAt(from), backup: backup.path }) : comparedUri({ key, backup: '' });
  if (to === undefined) return [left, left, comparedUri({ key, backup: '' })];
  const name = placeInFolder(folder, to);
  const after = later.find(({ files }) => files.includes(name))?.path;
  const right = comparedUri({ key, backup: after });
  return [right, left, right];
}
