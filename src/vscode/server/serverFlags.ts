import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { JournalEntry } from '../../core/protocol/journal';
import type { ServerState } from '../../core/protocol/state';
import type { FlagValue } from '../contract/contextKey';
import type { ContextKeySetter } from '../host/contextKeys';
import type { DevServerController } from './devServerController';
import type { JournalShown } from './journalShown';
import type { OpenSystems } from './openSystems';
import { ownNode, type ServerNode } from './serverNode';
import { SERVER_STATE_KEYS } from './serverStateContract';

/** Says in context keys what the running server has, so that the palette offers only what can be done now. */
export class ServerFlags implements vscode.Disposable {
  private readonly disposables: DisposableStore;

  constructor(
    private readonly server: Pick<DevServerController, 'state' | 'onDidChangeState'>,
    private readonly journal: JournalShown,
    private readonly systems: OpenSystems,
    private readonly view: Pick<vscode.TreeView<ServerNode>, 'selection' | 'onDidChangeSelection'>,
    private readonly context: ContextKeySetter,
  ) {
    const update = () => this.update();
    this.disposables = new DisposableStore(
      server.onDidChangeState(update),
      journal.onDidChange(update),
      view.onDidChangeSelection(update),
    );
  }

  /** Also called when the systems are loaded, as they know more. */
  update(): void {
    const { state } = this.server;
    this.context.setAll([...this.ownFlags(state), ...this.systems.rows.flatMap((rows) => rows.flags?.(state) ?? [])]);
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private ownFlags(state: ServerState | undefined): readonly FlagValue[] {
    const { clock, outbox = [], faults = [], lan } = state ?? {};
    const { entries, hasOlder } = this.journal.page();
    return [
      [SERVER_STATE_KEYS.isClockPaused, clock?.paused === true],
      [SERVER_STATE_KEYS.isClockMoved, clock !== undefined && (clock.paused || clock.offsetMs !== 0)],
      [SERVER_STATE_KEYS.isOnLan, lan !== undefined],
      [SERVER_STATE_KEYS.hasFaults, faults.length > 0],
      [SERVER_STATE_KEYS.hasMail, outbox.length > 0],
      [SERVER_STATE_KEYS.hasMailLink, outbox.some(({ link }) => link !== undefined)],
      [SERVER_STATE_KEYS.hasMailCode, outbox.some(({ code }) => code !== undefined)],
      [SERVER_STATE_KEYS.hasEntries, state !== undefined && entries.length > 0],
      [SERVER_STATE_KEYS.hasOlderEntries, state !== undefined && hasOlder],
      [SERVER_STATE_KEYS.isSettingSelected, state !== undefined && this.isSettingSelected()],
    ];
  }

  private isSettingSelected(): boolean {
    const [row, ...others] = this.view.selection;
    const node = others.length === 0 ? ownNode(row) : undefined;
    if (node?.kind === 'entry') return hasRemedy(this.journal.entry(node.id)?.causes);
    if (node?.kind !== 'cause') return false;
    return hasRemedy(this.journal.entry(node.entry)?.causes.slice(node.index, node.index + 1));
  }
}

function hasRemedy(causes: JournalEntry['causes'] = []): boolean {
  return causes.some(({ remedy }) => remedy !== undefined);
}
