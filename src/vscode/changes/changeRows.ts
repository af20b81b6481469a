import * as vscode from 'vscode';
import { clockText } from '../host/clockText';
import { boundCommand } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { treeRow } from '../host/treeRow';
import { visibleItem } from '../host/visibleItem';
import { timeText } from '../mobileApps/sessionText';
import { CHANGE_ROWS, CHANGES_COMMANDS } from './changesContract';
import { changeSubject, changeTitle, changeVerb } from './changeText';
import type { KeptChange } from './keptChange';
import type { SessionChanges } from './sessionChanges';

const ICONS: Readonly<Record<KeptChange['state'], string>> = {
  done: 'edit',
  undone: 'discard',
  overtaken: 'circle-slash',
};

/** The rows of the view Changes: the latest change first. */
export class ChangeRows implements vscode.TreeDataProvider<KeptChange>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly log: SessionChanges) {
    this.subscription = log.onDidChange(() => this.changed.fire(undefined));
  }

  getChildren(row?: KeptChange): KeptChange[] {
    return row ? [] : this.log.changes.toReversed();
  }

  getTreeItem(row: KeptChange): vscode.TreeItem {
    const { id, kind, state, time, marks } = row;
    const said = stateText(state);
    const details = [changeSubject(row), said, clockText(time, false)].filter((part) => part !== undefined);
    const item = treeRow(changeVerb(kind), details.join(' · '), vscode.TreeItemCollapsibleState.None, {
      icon: ICONS[state],
      tokens: CHANGE_ROWS.value('change', state, !marks && 'files'),
      tooltip: [changeTitle(row), timeText(time), said].filter((part) => part !== undefined).join('\n'),
      ...(!marks && { command: boundCommand(CHANGES_COMMANDS.changesShow, l10n.t('Show Change'), row) }),
    });
    item.id = id;
    return visibleItem(item);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function stateText(state: KeptChange['state']): string | undefined {
  switch (state) {
    case 'done':
      return undefined;
    case 'undone':
      return l10n.t('undone');
    case 'overtaken':
      return l10n.t('changed since');
  }
}
