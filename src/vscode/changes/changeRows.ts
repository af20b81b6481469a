import * as vscode from 'vscode';
import { clockText } from '../host/clockText';
import { boundCommand } from '../host/commandRegistry';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { treeRow } from '../host/treeRow';
import { visibleItem } from '../host/visibleItem';
import { timeText } from '../mobileApps/sessionText';
import { CHANGE_ROWS, CHANGES_COMMANDS } from './changesContract';
import { changeSubject, changeTitle, changeVerb } from './changeText';
import { isStuck, type KeptChange } from './keptChange';
import type { SessionChanges } from './sessionChanges';

const ICONS: Readonly<Record<KeptChange['state'], string>> = {
  done: 'edit',
  undone: 'discard',
  lost: 'circle-slash',
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
    const { id, kind, state, time, marks, trouble, isOvertaken } = row;
    const said = stateText(row);
    const hasFiles = !marks && state !== 'lost';
    const when = clockText(time, false);
    // That it cannot be undone comes first, so that a narrow side bar still shows it. Why is long.
    const isBlocked = isStuck(row) || state === 'lost';
    const details = joined(isBlocked ? [said, changeSubject(row), when] : [changeSubject(row), said, when], ' · ');
    const why = trouble && phraseIn(trouble);
    const item = treeRow(changeVerb(kind), details, vscode.TreeItemCollapsibleState.None, {
      icon: trouble
        ? new vscode.ThemeIcon('warning', ICON_COLOURS.warning)
        : isOvertaken
          ? 'circle-slash'
          : ICONS[state],
      tokens: CHANGE_ROWS.value('change', state, hasFiles && 'files'),
      tooltip: joined([changeTitle(row), timeText(time), said, why], '\n'),
      spoken: joined([changeVerb(kind), details, why], ', '),
      ...(hasFiles && { command: boundCommand(CHANGES_COMMANDS.changesShow, l10n.t('Show Change'), row) }),
    });
    item.id = id;
    return visibleItem(item);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function stateText({ state, trouble, isOvertaken }: KeptChange): string | undefined {
  if (isOvertaken) return state === 'undone' ? l10n.t('undone, and changed since') : l10n.t('changed since');
  switch (state) {
    case 'done':
      return trouble && l10n.t('cannot be undone');
    case 'undone':
      return trouble ? l10n.t('cannot be done again') : l10n.t('undone');
    case 'lost':
      return l10n.t('its backups are gone');
  }
}

function joined(parts: readonly (string | undefined)[], between: string): string {
  return parts.filter((part) => part !== undefined).join(between);
}
