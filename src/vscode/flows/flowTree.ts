import path from 'node:path';
import * as vscode from 'vscode';
import { type FlowBranch, flowBranches, flowsIn } from '../../core/flows/flowBranches';
import { asToggled, type OpenRows } from '../host/projectedTree';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import type { FlowAges } from './flowAges';
import { FLOW_AREAS, flowAreaOf, flowAreaText } from './flowAreas';
import type { FlowFaults } from './flowFaults';
import type { FlowFile, FlowFiles, FlowGroup } from './flowFiles';
import { FlowItems } from './flowItems';
import { stemOf } from './flowStem';

/** What a row of the view Flows stands for. */
export type FlowNode =
  | { readonly kind: 'group'; readonly group: FlowGroup }
  /** What the flows below it are about. */
  | {
      readonly kind: 'topic';
      /** Unique among all rows. */
      readonly id: string;
      readonly label: string;
      readonly branches: readonly FlowBranch<ListedFile>[];
      readonly isShipped: boolean;
    }
  /** A flow. Below it are its variants, in which something goes wrong. */
  | {
      readonly kind: 'flow';
      readonly flow: FlowFile;
      readonly label: string;
      readonly twins: readonly { readonly flow: FlowFile; readonly label: string }[];
      readonly isShipped: boolean;
    };

interface ListedFile extends FlowFile {
  readonly folder: string;
  readonly stem: string;
}

/** The rows of the view Flows: first where scenarios come from, then what they are about, then flows and their variants. */
export class FlowTree implements vscode.TreeDataProvider<FlowNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable;
  private readonly items: FlowItems;

  constructor(
    private readonly files: FlowFiles,
    results: Pick<ScenarioResults, 'of' | 'onDidChange'>,
    private readonly ages: Pick<FlowAges, 'isOld' | 'lookAt' | 'onDidChange'>,
    private readonly faults: Pick<FlowFaults, 'of' | 'lookAt' | 'onDidChange'>,
    private readonly openRows: OpenRows,
  ) {
    this.items = new FlowItems(results, ages, faults);
    const redraw = () => this.changed.fire(undefined);
    this.subscriptions = vscode.Disposable.from(
      files.onDidChange(redraw),
      results.onDidChange(redraw),
      ages.onDidChange(redraw),
      faults.onDidChange(redraw),
    );
  }

  async getChildren(node?: FlowNode): Promise<FlowNode[]> {
    const rows = await this.rowsBelow(node);
    await this.ages.lookAt(rows.flatMap((row) => (row.kind === 'flow' ? [row.flow.file] : [])));
    return rows;
  }

  private async rowsBelow(node: FlowNode | undefined): Promise<FlowNode[]> {
    if (!node) {
      const groups = await this.files.groups();
      // Not awaited: the rows are drawn again if a flow is at fault. Those that ship are not.
      void this.faults.lookAt(groups.flatMap(({ folder, files }) => (folder ? files.map(({ file }) => file) : [])));
      return groups.map((group) => ({ kind: 'group', group }));
    }
    if (node.kind === 'group') return node.group.folder ? branchesOf(node.group) : areasOf(node.group);
    const { isShipped } = node;
    if (node.kind === 'topic') return rowsOf(node.branches, node.id, isShipped);
    return node.twins.map(({ flow, label }) => ({ kind: 'flow', flow, label, twins: [], isShipped }));
  }

  getTreeItem(node: FlowNode): vscode.TreeItem {
    const item = this.itemOf(node);
    return asToggled(item, this.openRows.isOpen(item.id ?? ''));
  }

  /** The user has expanded or collapsed a row. */
  rowToggled(node: FlowNode, isOpen: boolean): void {
    this.openRows.set(this.itemOf(node).id ?? '', isOpen);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private itemOf(node: FlowNode): vscode.TreeItem {
    if (node.kind === 'group') return this.items.ofGroup(node.group);
    if (node.kind === 'flow') return this.items.ofFlow(node);
    return this.items.ofTopic(
      node,
      node.branches.flatMap((each) => flowsIn(each)),
    );
  }
}

/** The flows that ship are many, so there is a row for each of the systems that they are about. */
function areasOf({ files }: FlowGroup): FlowNode[] {
  const listed = listedOf(files);
  return FLOW_AREAS.flatMap((area): FlowNode[] => {
    const own = listed.filter(({ stem }) => flowAreaOf(stem) === area);
    if (own.length === 0) return [];
    const branches = flowBranches(own, vscode.env.language);
    return [{ kind: 'topic', id: `area:${area}`, label: flowAreaText(area), branches, isShipped: true }];
  });
}

function branchesOf({ folder, files }: FlowGroup): FlowNode[] {
  return rowsOf(flowBranches(listedOf(files), vscode.env.language), `in:${folder?.uri.toString() ?? ''}`, false);
}

function listedOf(files: readonly FlowFile[]): ListedFile[] {
  return files.map((each) => ({ ...each, folder: path.dirname(each.file), stem: stemOf(each.file) }));
}

function rowsOf(branches: readonly FlowBranch<ListedFile>[], above: string, isShipped: boolean): FlowNode[] {
  return branches.map((branch) =>
    branch.kind === 'topic' ? { ...branch, id: `${above}:${branch.label}`, isShipped } : { ...branch, isShipped },
  );
}
