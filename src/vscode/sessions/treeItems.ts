import path from 'node:path';
import * as vscode from 'vscode';
import { phrase } from '../../core/compliance/phrase';
import { type FolderFault, folderFaultPhrase, folderFaultWords } from '../../core/files/fileFault';
import type { ArrangedRows } from '../../core/index/arrangedRows';
import type { SortOrder } from '../../core/index/arrangement';
import { type Condition, isChangeable, type OtherFile, type SessionEntry } from '../../core/index/sessionEntry';
import type { FolderState, IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { SESSION_STATUSES } from '../../core/session/session';
import { boundCommand } from '../host/commandRegistry';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import { pageRow } from '../host/pagedRows';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';
import { setContextValue } from '../host/rowTokens';
import { numberText } from '../host/treeRow';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { agreementSentence, agreementText, type MemoryAgreement } from '../memory/memoryAgreement';
import { MemoryDecorations } from '../memory/memoryDecorations';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { uriOf } from '../mobileApps/sessionDocuments';
import { conditionText, countText, deviceParts, simulatorParts, sortText, whoText } from '../mobileApps/sessionText';
import { PushItems } from '../push/pushItems';
import type { PushNode, PushRowNode } from '../push/pushNode';
import { type PushResults, pushErrorText } from '../push/pushResults';
import { isAtFault } from './atFault';
import { FindingDecorations } from './findingDecorations';
import { isUnchecked } from './scanProgress';
import { CONDITION_ICONS, isSimulatorUnseen, sessionIcon } from './sessionIcons';
import { SESSION_ROWS } from './sessionsContract';
import {
  type ApplicationNode,
  type FolderNode,
  nodeId,
  type OtherNode,
  type OthersNode,
  type PageNode,
  type SessionNode,
  type StatusNode,
  type TreeNode,
} from './treeNode';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** Creates tree items for all kinds of rows, with what a screen reader reads. */
export class TreeItems implements vscode.Disposable {
  private readonly decorations: FindingDecorations;
  private readonly memory: MemoryDecorations;
  private readonly pushItems: PushItems;
  /** What the row of a folder says of its errors, by folder. */
  private readonly told = new Map<string, string | undefined>();

  constructor(
    private readonly index: SessionIndex,
    /** Whether a folder was opened by hand. Only such a folder can be closed by hand. */
    private readonly isOpened: (folder: string) => boolean,
    private readonly pending: NotYetPushed,
    private readonly agreement: MemoryAgreement,
    private readonly pushes: PushResults,
  ) {
    this.decorations = new FindingDecorations(index);
    this.memory = new MemoryDecorations(agreement, (key) => isAtFault(index.entry(key)));
    this.pushItems = new PushItems(index, pushes);
  }

  /** Updates badges and colours after a change of the index. */
  changed(delta: IndexDelta): void {
    this.decorations.changed(delta);
    const other = delta.changed.filter(({ before, after }) => isAtFault(before) !== isAtFault(after));
    this.memory.changed([...other.map(({ key }) => key), ...this.memory.drawnOf(delta.added)]);
  }

  /**
   * The number of files with errors, as text in the row of a folder; undefined if the badge shows it. It is told when a scan is over:
   * a row with rows below it is not drawn anew all the time, and a number that stands still meanwhile would be wrong.
   */
  atFaultTold(folder: string): string | undefined {
    if (this.index.stateOf(folder)?.kind !== 'scanning') this.told.set(folder, this.decorations.textOf(folder));
    return this.told.get(folder);
  }

  folder(node: FolderNode): vscode.TreeItem {
    const state = this.index.stateOf(node.folder);
    const item = this.item(node, path.basename(node.folder), Expanded);
    // The path of the folder itself, because VS Code has no relative path for the root of a workspace.
    const place = path.dirname(vscode.workspace.asRelativePath(node.folder, true));
    const unpushed = this.pending.has(node.folder) && 'unpushed';
    setContextValue(item, SESSION_ROWS.value('folder', this.isOpened(node.folder) && 'opened', unpushed));
    item.iconPath = new vscode.ThemeIcon('server');
    const fault = faultOf(state);
    let told = this.atFaultTold(node.folder);
    if (fault) {
      told = phraseIn(folderFaultWords(fault));
      item.collapsibleState = None;
      item.iconPath = new vscode.ThemeIcon('warning', ICON_COLOURS.warning);
    } else if (state?.kind === 'ready' && this.index.applications(node.folder).length === 0) {
      told = l10n.t('no applications yet');
    }
    // The place comes last: in a narrow side bar only the beginning is seen.
    const details = [told, place].filter((part) => part);
    item.description = details.join(' · ');
    item.resourceUri = this.decorations.uriOfFolder(node.folder);
    item.accessibilityInformation = {
      label: [l10n.t('MobileApps folder {0}', item.label as string), ...details].join(', '),
    };
    return item;
  }

  /** Counted only when the mouse rests on the row, because the row itself is seldom redrawn. */
  folderTooltip({ folder }: FolderNode): string {
    const fault = faultOf(this.index.stateOf(folder));
    if (fault) return phraseIn(phrase('{0}.', folderFaultPhrase(folder, fault)));
    return [folder, ...conditionParts(this.index.counts(folder).conditions)].join('\n');
  }

  application(node: ApplicationNode, shown: number): vscode.TreeItem {
    const { folder, application } = node;
    const view = this.index.applicationOf(folder, application);
    const item = this.item(node, view?.title ?? application, Collapsed);
    // If only some files of an application are open, nothing can be said about it as a whole.
    const kind = view?.isPartial ? 'applicationPart' : 'application';
    setContextValue(item, SESSION_ROWS.value(kind, this.pending.has(folder, application) && 'unpushed'));
    item.iconPath = new vscode.ThemeIcon('device-mobile');
    const notYet = isUnchecked(this.index, folder, application) ? l10n.t('not checked yet') : undefined;
    const files = view?.counts.files ?? 0;
    const conditions = view?.counts.conditions;
    // That the others are accepted is what one expects.
    const { accepted: _, ...others } = conditions ?? NO_CONDITIONS;
    const counts =
      shown === files
        ? [numberText(files), ...conditionParts(others)]
        : [l10n.t('{0} of {1}', numberText(shown), numberText(files))];
    const described = [...(notYet === undefined ? counts : [notYet]), view?.title === undefined ? '' : application];
    item.description = described.filter((part) => part).join(' · ');
    const parts = conditions ? conditionParts(conditions) : [];
    item.tooltip = [`${view?.title ?? ''} ${application}`.trim(), ...parts].join('\n');
    if (view?.unreadable !== undefined) {
      item.iconPath = new vscode.ThemeIcon('lock', ICON_COLOURS.over);
      item.description = l10n.t('not readable');
      item.tooltip = view.unreadable;
    }
    item.resourceUri = this.decorations.uriOfApplication(folder, application);
    item.accessibilityInformation = {
      label: [
        l10n.t('Application {0}', item.label as string),
        application,
        notYet ?? sessionCount(shown),
        ...parts,
      ].join(', '),
    };
    return item;
  }

  status(node: StatusNode, count: number): vscode.TreeItem {
    const text = conditionText(node.condition);
    const item = this.item(node, text.charAt(0).toUpperCase() + text.slice(1), Collapsed);
    setContextValue(item, SESSION_ROWS.value('status'));
    item.iconPath = CONDITION_ICONS[node.condition];
    item.description = new Intl.NumberFormat(vscode.env.language).format(count);
    item.accessibilityInformation = { label: `${text}, ${sessionCount(count)}` };
    return item;
  }

  page(node: PageNode, sessions: ArrangedRows, sort: SortOrder): vscode.TreeItem {
    const item = pageRow(node.page, sessions, (entry) => sortText(entry, sort), SESSION_ROWS.value('page'));
    item.id = nodeId(node);
    // Below a status all have the same.
    if (node.parent.kind === 'application') {
      const { atFault, unreadable } = sessions.conditions();
      item.description = [...conditionParts({ atFault, unreadable }), item.description].join(' · ');
      item.resourceUri = this.decorations.uriOfPage(atFault + unreadable);
    }
    item.accessibilityInformation = {
      label: l10n.t('Sessions {0}, {1}', item.label as string, String(item.description)),
    };
    return item;
  }

  session(node: SessionNode, entry: SessionEntry): vscode.TreeItem {
    const item = this.item(node, whoText(entry), None);
    const errors = entry.findings.filter(({ severity }) => severity === 'error');
    const codes = [...new Set(errors.map(({ code }) => code))];
    const unpushed = this.pending.of(node.key) ? l10n.t('not pushed') : undefined;
    const memory = this.agreement.of(node.key);
    // What is the same in most rows is not said: that the dev server has what the file says.
    const differing = memory && memory.kind !== 'inMemory' ? agreementText(memory) : undefined;
    // A badge says it too, so that a narrow side bar shows it beside the device.
    const signs = [unpushed, differing].filter(Boolean);
    const device = deviceParts(entry);
    const hasFindings = entry.findings.length > 0 && 'hasFindings';
    // Without a word for the status, the row offers nothing that changes the file or reads its token.
    const status = SESSION_STATUSES.find((each) => each === entry.fields.status) ?? 'unknownStatus';
    setContextValue(
      item,
      SESSION_ROWS.value('session', isChangeable(entry) && status, hasFindings, unpushed && 'unpushed'),
    );
    item.iconPath = sessionIcon(entry);
    const simulator = isSimulatorUnseen(entry) ? simulatorParts(entry) : [];
    item.description = [...codes, ...device, ...simulator, ...signs].join(' · ');
    item.command = boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node);
    const sign = this.memory.uriOf(node.key) ?? this.decorations.uriOfRow(node.key, entry, unpushed !== undefined);
    if (sign) item.resourceUri = sign;
    item.accessibilityInformation = {
      label: [
        item.label as string,
        conditionText(entry.condition),
        ...signs,
        ...device,
        ...simulatorParts(entry),
        ...(memory?.kind === 'evicted' ? [agreementSentence(memory)] : []),
        ...entry.findings.map((finding) => `${finding.code}: ${phraseIn(finding.phrase)}`),
      ].join(', '),
    };
    return item;
  }

  vanished(node: SessionNode): vscode.TreeItem {
    const item = this.item(node, node.key.name, None);
    item.description = l10n.t('gone');
    return item;
  }

  others(node: OthersNode): vscode.TreeItem {
    const count = this.othersOf(node).length;
    const item = this.item(node, l10n.t('Other files'), Collapsed);
    setContextValue(item, SESSION_ROWS.value('others'));
    item.iconPath = new vscode.ThemeIcon('files', ICON_COLOURS.over);
    item.description = String(count);
    item.tooltip = l10n.t('Not session files. They are left alone.');
    item.accessibilityInformation = {
      label: isOne(count) ? l10n.t('{0} other file, left alone', count) : l10n.t('{0} other files, left alone', count),
    };
    return item;
  }

  other(node: OtherNode): vscode.TreeItem {
    const { kind = 'file', finding } = this.othersOf(node.parent).find(({ name }) => name === node.name) ?? {};
    const uri = vscode.Uri.file(path.join(node.parent.folder, node.parent.application ?? '', node.name));
    const item = this.item(node, node.name, None);
    setContextValue(item, SESSION_ROWS.value('other'));
    item.tooltip = uri.fsPath;
    if (finding) {
      item.description = finding.code === 'hint/misplaced' ? l10n.t('misplaced session') : l10n.t('copy or leftover');
      item.tooltip = `${phraseIn(finding.phrase)}\n${uri.fsPath}`;
      item.accessibilityInformation = { label: `${node.name}, ${item.description}` };
    }
    switch (kind) {
      case 'file':
        // The icon from the user's icon theme.
        item.iconPath = vscode.ThemeIcon.File;
        item.resourceUri = uri;
        item.command = boundCommand(VSCODE_COMMANDS.open, l10n.t('Open File'), uri);
        break;
      case 'directory':
        item.iconPath = vscode.ThemeIcon.Folder;
        break;
      case 'link':
        item.iconPath = new vscode.ThemeIcon('file-symlink-file');
        item.description = l10n.t('link, not followed');
        break;
      case 'special':
        item.iconPath = new vscode.ThemeIcon('question');
        item.description = l10n.t('not a file');
        break;
    }
    return item;
  }

  push(node: PushNode): vscode.TreeItem {
    return this.pushItems.push(this.item(node, l10n.t('Last Push'), Collapsed), node.folder);
  }

  pushRow(node: PushRowNode): vscode.TreeItem {
    return this.pushItems.row(this.item(node, '', None), node);
  }

  othersOf({ folder, application }: OthersNode): readonly OtherFile[] {
    if (application === undefined) return this.index.othersOf(folder);
    return this.index.applicationOf(folder, application)?.others ?? [];
  }

  async sessionTooltip(key: SessionKey, entry: SessionEntry): Promise<vscode.MarkdownString> {
    const { sessionTooltip } = await import('./sessionTooltip.js');
    const memory = this.agreement.of(key);
    const error = this.pushes.errorOf(key);
    return sessionTooltip(uriOf(key), entry, [
      ...(memory ? [agreementSentence(memory)] : []),
      ...(this.pending.of(key) ? [l10n.t('Changed since the last push: a server that runs has the old session.')] : []),
      ...(error ? [l10n.t('Came back from the last push with {0}', pushErrorText(error))] : []),
    ]);
  }

  dispose(): void {
    this.decorations.dispose();
    this.memory.dispose();
  }

  private item(node: TreeNode, label: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
    const item = new vscode.TreeItem(label, state);
    item.id = nodeId(node);
    return item;
  }
}

/** Why a folder cannot be shown. Undefined if it can. */
function faultOf(state: FolderState | undefined): FolderFault | undefined {
  if (state?.kind === 'gone') return { kind: 'missing' };
  return state?.kind === 'failed' ? state.fault : undefined;
}

function sessionCount(count: number): string {
  const number = numberText(count);
  return isOne(count) ? l10n.t('{0} session', number) : l10n.t('{0} sessions', number);
}

const NO_CONDITIONS: Readonly<Record<Condition, number>> = { accepted: 0, pending: 0, atFault: 0, unreadable: 0 };

/** How many there are in each condition. What is zero is not said. */
function conditionParts(conditions: Readonly<Partial<Record<Condition, number>>>): string[] {
  const order: Condition[] = ['accepted', 'pending', 'atFault', 'unreadable'];
  return order.flatMap((each) => {
    const count = conditions[each] ?? 0;
    return count > 0 ? [countText(each, count)] : [];
  });
}
