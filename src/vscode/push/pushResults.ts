import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { pushedFile } from '../../core/push/pushedFile';
import type { PushError, PushOutcome } from '../../core/push/pushOutcome';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';

/** Nobody reads more rows than this. One more row says how many are left out. */
const MOST_ROWS = 500;

/** The result of the last push of a MobileApps folder. */
export interface LastPush {
  readonly folder: string;
  /** The name of the dev server or of the target. */
  readonly destination: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Absent if the push failed. */
  readonly outcome?: PushOutcome;
  /** Why it failed, in the user's language. */
  readonly failure?: string;
}

/** One row of a last push. */
export type PushRow =
  | { readonly kind: 'error'; readonly key: SessionKey | undefined; readonly file: string; readonly error: PushError }
  | { readonly kind: 'removed' | 'refreshed'; readonly key: SessionKey | undefined; readonly file: string }
  | { readonly kind: 'more'; readonly count: number };

interface Kept {
  readonly push: LastPush;
  readonly rows: readonly PushRow[];
  readonly errors: ReadonlyMap<string, PushError>;
}

/** The last push of each MobileApps folder, until the next one or until the user dismisses it. */
export class PushResults implements vscode.Disposable {
  private readonly kept = new Map<string, Kept>();
  private readonly changed = new vscode.EventEmitter<string>();
  /** Fires with the path of the MobileApps folder. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly index: SessionIndex) {}

  of(folder: string): LastPush | undefined {
    return this.kept.get(folder)?.push;
  }

  /** Folders with a last push, the most recent first. */
  folders(): string[] {
    return [...this.kept.values()].sort((a, b) => b.push.at - a.push.at).map(({ push }) => push.folder);
  }

  rows(folder: string): readonly PushRow[] {
    return this.kept.get(folder)?.rows ?? [];
  }

  /** The error that the last push returned for a session file. */
  errorOf(key: SessionKey): PushError | undefined {
    return this.kept.get(key.folder)?.errors.get(idOf(key));
  }

  set(push: LastPush): void {
    const errors = new Map<string, PushError>();
    const rows = this.rowsOf(push);
    for (const row of rows) if (row.kind === 'error' && row.key) errors.set(idOf(row.key), row.error);
    const shown = rows.slice(0, MOST_ROWS);
    if (rows.length > MOST_ROWS) shown.push({ kind: 'more', count: rows.length - MOST_ROWS });
    this.kept.set(push.folder, { push, rows: shown, errors });
    this.changed.fire(push.folder);
  }

  dismiss(folder: string): void {
    if (this.kept.delete(folder)) this.changed.fire(folder);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private rowsOf({ folder, outcome }: LastPush): PushRow[] {
    if (!outcome) return [];
    const keyOf = (file: string | undefined): SessionKey | undefined => {
      const pushed = file === undefined ? undefined : pushedFile(file);
      return pushed && { folder, ...pushed };
    };
    return [
      ...outcome.errors.map((error): PushRow => {
        const key = error.file === undefined ? this.onlyAtFault(folder, error) : keyOf(error.file);
        const file = error.file ?? (key ? `${key.application}/${key.name}` : '');
        return { kind: 'error', key, file, error };
      }),
      ...outcome.removed.map((file): PushRow => ({ kind: 'removed', key: keyOf(file), file })),
      ...outcome.refreshed.map((file): PushRow => ({ kind: 'refreshed', key: keyOf(file), file })),
    ];
  }

  /** The only file with the finding that 4D reports without a file name; undefined if there are several, or none. */
  private onlyAtFault(folder: string, { component, code }: PushError): SessionKey | undefined {
    const [only, ...more] = filesAtFault(this.index, folder, `${component}/${code}`);
    return more.length === 0 ? only : undefined;
  }
}

/** Session files that have a finding of this code. */
export function filesAtFault(index: SessionIndex, folder: string, code: string): SessionKey[] {
  return index
    .applications(folder)
    .flatMap(({ name: application }) =>
      [...index.entries(folder, application)]
        .filter(({ findings }) => findings.some((finding) => finding.code === code))
        .map(({ name }) => ({ folder, application, name })),
    );
}

/** The result of a push in a few words. Errors are counted here, not listed. */
export function countsText({ detailed, refreshed, removed, errors }: PushOutcome): string {
  if (!detailed) return l10n.t('taken, without details');
  const parts = [
    ...(refreshed.length > 0 ? [l10n.t('{0} refreshed', refreshed.length)] : []),
    ...(removed.length > 0 ? [l10n.t('{0} removed', removed.length)] : []),
    ...(errors.length > 0
      ? [isOne(errors.length) ? l10n.t('{0} error', errors.length) : l10n.t('{0} errors', errors.length)]
      : []),
  ];
  return parts.length > 0 ? parts.join(', ') : l10n.t('nothing had changed');
}

/** An error of a push: its code, and the server's message. */
export function pushErrorText({ component, code, message }: PushError): string {
  const name = component === '' ? String(code || '') : `${component}/${code}`;
  return [name, message].filter(Boolean).join(': ');
}

function idOf({ application, name }: SessionKey): string {
  return `${application}/${name}`;
}
