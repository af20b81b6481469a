import path from 'node:path';
import type * as vscode from 'vscode';
import { csvText } from '../../core/grid/csv';
import type { GridColumn } from '../../core/grid/gridColumns';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { untilCancelled } from '../host/lateProgress';
import { pick } from '../host/pick';
import { numberText } from '../host/treeRow';
import { writeSecretFile } from '../host/workspaceFile';
import { GridRowReader } from './gridRows';
import { columnText } from './gridWords';

/** As many files are read at a time. */
const TOGETHER = 100;

/**
 * Asks which sessions, and for a file, and writes them there as CSV. Connection tokens are left out unless they are
 * asked for.
 * @returns what was written. Undefined when somebody changed their mind
 */
export async function exportGrid(
  grid: SessionGrid,
  columns: readonly GridColumn[],
  dialogs: FileDialogs,
  title: string,
): Promise<string | undefined> {
  const chosen = await choose(grid);
  if (!chosen) return undefined;
  const target = await dialogs.save(`${fileName(title)}.csv`, {
    saveLabel: l10n.t('Export'),
    filters: { CSV: ['csv'] },
  });
  if (!target) return undefined;
  if (!(await writeGrid(grid, { ...chosen, columns }, target))) return undefined;
  return chosen.withToken
    ? l10n.t('Exported as {0}, with the tokens: whoever has them can log in.', path.basename(target.fsPath))
    : l10n.t('Exported as {0}.', path.basename(target.fsPath));
}

/** @returns whether it was written: not when somebody stopped it */
export async function writeGrid(
  grid: SessionGrid,
  { keys, withToken, columns }: Chosen & { readonly columns: readonly GridColumn[] },
  target: vscode.Uri,
): Promise<boolean> {
  const heads = columns.map(columnText);
  const rows = await untilCancelled(l10n.t('Exporting'), keys.length, ({ onFile, isCancelled }) =>
    read(grid, keys, columns, withToken, { onFile: () => onFile?.(), isCancelled: () => isCancelled?.() === true }),
  );
  if (!rows) return false;
  // It has addresses of people in it, also without tokens.
  await writeSecretFile(target, csvText([withToken ? [...heads, l10n.t('Connection Token')] : heads, ...rows]));
  return true;
}

interface Chosen {
  readonly keys: readonly SessionKey[];
  readonly withToken: boolean;
}

async function choose(grid: SessionGrid): Promise<Chosen | undefined> {
  const selected = { label: l10n.t('Selected sessions'), description: numberText(grid.selectedCount) };
  const all =
    grid.filter === ''
      ? { label: l10n.t('All sessions'), description: numberText(grid.count) }
      : { label: l10n.t('All sessions that match the filter'), description: numberText(grid.count) };
  const secret = l10n.t('With connection tokens, which are secrets');
  const places = [
    ...(grid.selectedCount > 0 ? [{ ...selected, keys: () => grid.selectedKeys() }] : []),
    { ...all, keys: () => grid.allKeys() },
  ];
  const items = [
    ...places.map((item) => ({ ...item, withToken: false })),
    ...places.map((item) => ({ ...item, detail: secret, withToken: true })),
  ];
  const chosen = await pick(items, { title: l10n.t('Export as CSV') });
  return chosen && { keys: chosen.keys(), withToken: chosen.withToken };
}

async function read(
  grid: SessionGrid,
  keys: readonly SessionKey[],
  columns: readonly GridColumn[],
  withToken: boolean,
  { onFile, isCancelled }: { onFile: () => void; isCancelled: () => boolean },
): Promise<string[][]> {
  const reader = new GridRowReader();
  const rows: string[][] = [];
  for (let from = 0; from < keys.length && !isCancelled(); from += TOGETHER) {
    const part = keys.slice(from, from + TOGETHER);
    const read = part.map(async (key) => {
      const entry = grid.entry(key);
      onFile();
      return entry ? [await reader.texts(key, entry, columns, withToken)] : [];
    });
    for (const each of await Promise.all(read)) rows.push(...each);
  }
  return rows;
}

/** A name that every file system takes. */
function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._ -]+/gu, '_').slice(0, 80);
}
