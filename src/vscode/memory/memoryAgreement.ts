import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { ServerChange, ServerState } from '../../core/protocol/state';
import { type MemoryState, ServerMemory } from '../../core/push/serverMemory';
import type { Agreement } from '../../core/systems/mobile/mobileSession';
import { l10n } from '../host/l10n';
import { normalPath } from '../host/pathSetting';

/** The part of the dev server that is needed here: its state while it runs, and the changes. */
export interface LiveState {
  readonly state: ServerState | undefined;
  readonly onDidChangeState: vscode.Event<{
    readonly after: ServerState | undefined;
    readonly changes: readonly ServerChange[];
  }>;
}

/** Sessions for which the result is different now. Without keys, all sessions of a MobileApps folder. */
export interface AgreementChange {
  readonly folder: string;
  readonly keys: readonly SessionKey[] | undefined;
}

/**
 * Tells for each session whether the dev server's memory agrees with the session file. Without a server that serves the
 * folder, it tells nothing.
 */
export class MemoryAgreement implements vscode.Disposable {
  private readonly memory = new ServerMemory();
  private servedFolder: string | undefined;
  private readonly changed = new vscode.EventEmitter<AgreementChange>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(server: LiveState) {
    const { state } = server;
    if (state) this.take(state, [{ kind: 'snapshot', state }]);
    this.subscription = server.onDidChangeState(({ after, changes }) => this.take(after, changes));
  }

  /** The MobileApps folder that the running server serves, spelt as in the index. */
  get folder(): string | undefined {
    return this.servedFolder;
  }

  /** The number of sessions in memory that a push would update or remove. */
  get disagreements(): number {
    return this.memory.disagreements;
  }

  of({ folder, application, name }: SessionKey): MemoryState | undefined {
    return folder === this.servedFolder ? this.memory.of(`${application}/${name}`) : undefined;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private take(after: ServerState | undefined, changes: readonly ServerChange[]): void {
    const before = this.servedFolder;
    const files = this.memory.take(after, changes);
    const folder = this.memory.folder === undefined ? undefined : normalPath(this.memory.folder);
    this.servedFolder = folder;
    if (before !== undefined && before !== folder) this.changed.fire({ folder: before, keys: undefined });
    if (folder === undefined || files.length === 0) return;
    this.changed.fire({ folder, keys: files === 'all' ? undefined : files.map((file) => keyOf(folder, file)) });
  }
}

/** The result in a few words, for the row. */
export function agreementText(state: MemoryState): string {
  switch (state.kind) {
    case 'notInMemory':
      return l10n.t('not in memory');
    case 'evicted':
      return state.code === undefined ? l10n.t('evicted') : l10n.t('evicted (mobi/{0})', state.code);
    default:
      return heldText(state.kind);
  }
}

/** How a session in memory compares with its file. */
export function heldText(agreement: Agreement): string {
  switch (agreement) {
    case 'inMemory':
      return l10n.t('in memory');
    case 'changedOnDisk':
      return l10n.t('changed on disk');
    case 'goneFromDisk':
      return l10n.t('gone from disk');
  }
}

/** The result in a sentence: what it means, what a push would do, and why. */
export function agreementSentence(state: MemoryState): string {
  switch (state.kind) {
    case 'inMemory':
      return l10n.t('Dev server: in memory, as the file says.');
    case 'changedOnDisk':
      return l10n.t('Dev server: the file was changed since it was taken into memory. A push takes it in.');
    case 'goneFromDisk':
      return l10n.t('Dev server: still in memory, but the file is gone. A push removes the session.');
    case 'notInMemory':
      return l10n.t('Dev server: not in memory. A push changes nothing of that; the next login of the device does.');
    case 'evicted':
      return l10n.t('Dev server: removed from memory. {0}', state.why);
  }
}

function keyOf(folder: string, file: string): SessionKey {
  const [application = '', name = ''] = file.split('/');
  return { folder, application, name };
}
