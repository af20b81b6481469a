import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { boundCommand } from '../host/commandRegistry';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { editorRange } from '../host/ranges';
import { setContextValue } from '../host/rowTokens';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { uriOf } from '../mobileApps/sessionDocuments';
import { sessionName } from '../mobileApps/sessionName';
import { shortName, timeText } from '../mobileApps/sessionText';
import { PUSH_ROWS } from './pushContract';
import type { PushRowNode } from './pushNode';
import { countsText, type PushResults, type PushRow, pushErrorText } from './pushResults';

/** Draws the rows of the last push. */
export class PushItems {
  constructor(
    private readonly index: SessionIndex,
    private readonly results: PushResults,
  ) {}

  push(item: vscode.TreeItem, folder: string): vscode.TreeItem {
    const push = this.results.of(folder);
    if (!push) return item;
    const { outcome, failure, destination } = push;
    const said = outcome ? countsText(outcome) : l10n.t('failed');
    const isClean = outcome && outcome.errors.length === 0;
    setContextValue(item, PUSH_ROWS.value('push'));
    item.description = [said, destination, timeText(push.at)].join(' · ');
    item.tooltip = [
      item.description,
      ...(outcome?.checked === undefined ? [] : [checkedText(outcome.checked)]),
      ...(failure === undefined ? [] : [failure]),
    ].join('\n');
    item.iconPath = isClean
      ? new vscode.ThemeIcon('cloud-upload', ICON_COLOURS.good)
      : new vscode.ThemeIcon('warning', ICON_COLOURS.warning);
    if (this.results.rows(folder).length === 0) item.collapsibleState = vscode.TreeItemCollapsibleState.None;
    item.accessibilityInformation = { label: [l10n.t('Last Push'), item.tooltip].join(', ') };
    return item;
  }

  row(item: vscode.TreeItem, node: PushRowNode): vscode.TreeItem {
    const row = this.results.rows(node.folder)[node.row];
    if (!row) return item;
    setContextValue(item, PUSH_ROWS.value('pushRow'));
    if (row.kind === 'more') {
      item.label = l10n.t('{0} more', row.count);
      return item;
    }
    const entry = row.key && this.index.entry(row.key);
    item.label = entry ? sessionName(entry) : nameInFile(row);
    item.iconPath = ICONS[row.kind];
    item.description = row.kind === 'error' ? pushErrorText(row.error) : wordOf(row.kind);
    item.tooltip = [row.file, item.description].filter(Boolean).join('\n');
    item.accessibilityInformation = { label: [item.label, item.description, row.file].filter(Boolean).join(', ') };
    const command = this.commandOf(row);
    if (command) item.command = command;
    return item;
  }

  /** Opens the file at the finding. A file that is gone opens nothing. */
  private commandOf(row: Exclude<PushRow, { kind: 'more' }>): vscode.Command | undefined {
    const { key } = row;
    const title = l10n.t('Open Session File');
    if (key && this.index.entry(key)) {
      const selection =
        row.kind === 'error' ? this.placeOf(key, `${row.error.component}/${row.error.code}`) : undefined;
      return boundCommand(VSCODE_COMMANDS.open, title, uriOf(key), { ...(selection && { selection }) });
    }
    // 4D did not say which file, and several have this finding. The Problems panel lists them all.
    if (row.kind === 'error' && row.file === '') return boundCommand(VSCODE_COMMANDS.showProblems, title);
    return undefined;
  }

  private placeOf(key: SessionKey, code: string): vscode.Range | undefined {
    const finding = this.index.entry(key)?.findings.find((each) => each.code === code);
    return finding && editorRange(finding.range);
  }
}

const ICONS: Record<'error' | 'removed' | 'refreshed', vscode.ThemeIcon> = {
  error: new vscode.ThemeIcon('error', ICON_COLOURS.bad),
  removed: new vscode.ThemeIcon('diff-removed'),
  refreshed: new vscode.ThemeIcon('pass', ICON_COLOURS.good),
};

function wordOf(kind: 'removed' | 'refreshed'): string {
  return kind === 'removed' ? l10n.t('removed from memory') : l10n.t('refreshed in memory');
}

function nameInFile({ file, kind }: { readonly file: string; readonly kind: string }): string {
  const name = file.split('/').at(-1) ?? '';
  if (name === '') return kind === 'error' ? l10n.t('A session file') : '';
  return shortName(name);
}

function checkedText(count: number): string {
  return isOne(count) ? l10n.t('{0} session file checked', count) : l10n.t('{0} session files checked', count);
}
