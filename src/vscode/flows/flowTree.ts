import path from 'node:path';
import * as vscode from 'vscode';
import { boundCommand } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { setContextValue } from '../host/rowTokens';
import { visibleItem } from '../host/visibleItem';
import { FLOW_COMMANDS, FLOW_ROWS } from './flowContract';
import type { FlowFile, FlowFiles, FlowGroup } from './flowFiles';
import { stemOf } from './flowStem';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** What a row of the view Flows stands for. */
export type FlowNode =
  | { readonly kind: 'group'; readonly group: FlowGroup }
  /** A flow. Below it are its variants, in which something goes wrong. */
  | {
      readonly kind: 'flow';
      readonly flow: FlowFile;
      readonly twins: readonly FlowFile[];
      readonly isShipped: boolean;
    };

/** The rows of the view Flows: first where scenarios come from, then flows, then their variants. */
export class FlowTree implements vscode.TreeDataProvider<FlowNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly files: FlowFiles) {
    this.subscription = files.onDidChange(() => this.changed.fire(undefined));
  }

  async getChildren(node?: FlowNode): Promise<FlowNode[]> {
    if (!node) return (await this.files.groups()).map((group) => ({ kind: 'group', group }));
    if (node.kind === 'group') return flowsOf(node.group);
    return node.twins.map((flow) => ({ kind: 'flow', flow, twins: [], isShipped: node.isShipped }));
  }

  getTreeItem(node: FlowNode): vscode.TreeItem {
    return visibleItem(node.kind === 'group' ? groupItem(node.group) : flowItem(node));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** `otp-reused` is a variant of `otp` when both are in the same folder. */
function flowsOf({ folder, files }: FlowGroup): FlowNode[] {
  const placeOf = ({ file }: FlowFile) => path.join(path.dirname(file), stemOf(file));
  const twins = new Map(files.map((flow): [string, FlowFile[]] => [placeOf(flow), []]));
  const firsts: FlowFile[] = [];
  for (const flow of files) {
    const place = placeOf(flow);
    let isTwin = false;
    // Each beginning is looked up, because comparing each file with each other takes long.
    const folderEnd = path.dirname(flow.file).length + 1;
    for (let at = place.indexOf('-', folderEnd); at >= 0; at = place.indexOf('-', at + 1)) {
      const ofOther = twins.get(place.slice(0, at));
      ofOther?.push(flow);
      isTwin ||= ofOther !== undefined;
    }
    if (!isTwin) firsts.push(flow);
  }
  return firsts.map((flow) => ({
    kind: 'flow',
    flow,
    twins: twins.get(placeOf(flow)) ?? [],
    isShipped: folder === undefined,
  }));
}

function groupItem({ folder, files, unread }: FlowGroup): vscode.TreeItem {
  const label = folder?.name ?? l10n.t('Shipped Flows');
  const item = new vscode.TreeItem(label, Expanded);
  item.id = `group:${folder?.uri.toString() ?? ''}`;
  item.iconPath = new vscode.ThemeIcon(folder ? 'root-folder' : 'library');
  setContextValue(item, FLOW_ROWS.value('group'));
  const counted = isOne(files.length)
    ? l10n.t('{0}, {1} flow', label, String(files.length))
    : l10n.t('{0}, {1} flows', label, String(files.length));
  if (unread > 0) {
    item.description = isOne(unread)
      ? l10n.t('too many files: {0} more is not looked at', String(unread))
      : l10n.t('too many files: {0} more are not looked at', String(unread));
    item.tooltip = l10n.t('Hide folders with files.exclude, so that the others are looked at.');
  }
  item.accessibilityInformation = {
    label: [counted, ...(unread > 0 ? [item.description, item.tooltip] : [])].join(', '),
  };
  return item;
}

function flowItem({ flow, twins, isShipped }: Extract<FlowNode, { kind: 'flow' }>): vscode.TreeItem {
  const { file, name, description } = flow;
  const item = new vscode.TreeItem(name, twins.length > 0 ? Collapsed : None);
  item.id = file;
  item.iconPath = new vscode.ThemeIcon('arrow-swap');
  if (!isShipped) {
    item.resourceUri = vscode.Uri.file(file);
    item.description = path.basename(file);
  }
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(description === '' ? name : `${name}\n\n${description}`);
  item.tooltip = tooltip;
  setContextValue(item, FLOW_ROWS.value('flow', isShipped && 'shipped'));
  const twinText = isOne(twins.length)
    ? l10n.t('{0} variant', String(twins.length))
    : l10n.t('{0} variants', String(twins.length));
  item.accessibilityInformation = {
    label: [l10n.t('Flow {0}', name), description, ...(twins.length > 0 ? [twinText] : [])].filter(Boolean).join(', '),
  };
  item.command = boundCommand(FLOW_COMMANDS.flowOpen, l10n.t('Open Flow'), { kind: 'flow', flow });
  return item;
}
