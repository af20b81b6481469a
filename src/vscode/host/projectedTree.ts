import * as vscode from 'vscode';
import { goneRow } from './treeRow';
import { visibleItem } from './visibleItem';

/** The rows of a tree. A row is a plain value: the same row may be represented by different objects over time. */
export interface TreeRows<N> {
  /**
   * The identity of a row. It stays the same whatever the row shows, and VS Code keeps expansion and selection by it.
   */
  idOf(node: N): string;
  /** The rows below a row; those at the top without one. */
  childrenOf(node: N | undefined): readonly N[];
  parentOf(node: N): N | undefined;
  /** What a row shows; undefined when it is gone. */
  itemOf(node: N): vscode.TreeItem | undefined;
}

/** Which rows the user has expanded and collapsed, by id. VS Code forgets this when a row is redrawn. */
export interface OpenRows {
  /** Undefined for a row that the user has neither expanded nor collapsed. */
  isOpen(id: string): boolean | undefined;
  set(id: string, isOpen: boolean): void;
}

/** Redraws rows. Changes that follow each other quickly are redrawn together. */
export interface Redraws<N> {
  /** Redraws a row and those below it. Nothing happens if VS Code has never asked for that row. */
  redraw(node: N): void;
  /** Forgets rows that are gone for good. */
  forget(isGone: (node: N) => boolean): void;
}

/** A row that is not shown by then is waiting for a drawing that does not come. */
const REVEAL_AGAIN_MS = 1000;

/** Where rows are shown. */
type RevealView<N> = Pick<vscode.TreeView<N>, 'reveal'>;
type RevealOptions = NonNullable<Parameters<vscode.TreeView<unknown>['reveal']>[1]>;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** A row as the user has expanded or collapsed it. One without rows below it stays so. */
export function asToggled(item: vscode.TreeItem, isOpen: boolean | undefined): vscode.TreeItem {
  if (item.collapsibleState !== None && isOpen !== undefined) item.collapsibleState = isOpen ? Expanded : Collapsed;
  return item;
}

/**
 * A tree view that shows the data of something else. Rows are made when VS Code asks for them. VS Code needs the same
 * object for the same row each time, so the objects that it was given are kept. Only rows that changed are redrawn.
 */
export class ProjectedTree<N> implements vscode.TreeDataProvider<N>, Redraws<N>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<N[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly redrawn = new vscode.EventEmitter<void>();
  /** Fires after changed rows were reported to VS Code. */
  readonly onDidRedraw = this.redrawn.event;
  /** Rows that VS Code was given, by id. */
  private readonly given = new Map<string, N>();
  private givenTop = '';
  private readonly waiting = new Map<string, N>();
  private isAllWaiting = false;
  private isTopWaiting = false;
  private timer: NodeJS.Timeout | undefined;
  private dueAt = 0;

  /** @param delayMs for how long changes are collected before they are redrawn */
  constructor(
    private readonly rows: TreeRows<N>,
    private readonly openRows: OpenRows,
    private readonly delayMs: () => number,
  ) {}

  getTreeItem(node: N): vscode.TreeItem {
    const item = this.rows.itemOf(node) ?? goneRow();
    const id = this.rows.idOf(node);
    item.id ??= id;
    return visibleItem(asToggled(item, this.openRows.isOpen(id)));
  }

  getChildren(node?: N): N[] {
    // VS Code asks for the children of expanded rows only. It also reports that a row was expanded, but not while it
    // redraws everything.
    if (node !== undefined) this.rowToggled(node, true);
    const rows = this.rows.childrenOf(node).map((each) => this.known(each));
    if (node === undefined) this.givenTop = this.idsOf(rows);
    return rows;
  }

  getParent(node: N): N | undefined {
    const parent = this.rows.parentOf(node);
    return parent === undefined ? undefined : this.known(parent);
  }

  /** The user has expanded or collapsed a row. */
  rowToggled(node: N, isOpen: boolean): void {
    this.openRows.set(this.rows.idOf(node), isOpen);
  }

  redraw(node: N): void {
    const id = this.rows.idOf(node);
    const known = this.given.get(id);
    if (known === undefined || this.isAllWaiting) return;
    this.waiting.set(id, known);
    this.drawSoon();
  }

  redrawAll(): void {
    this.isAllWaiting = true;
    this.waiting.clear();
    this.drawSoon();
  }

  /**
   * Redraws everything, but only if the top rows are different now. A needless redraw would collapse a row that VS Code
   * is just expanding.
   */
  redrawTop(): void {
    if (this.idsOf(this.rows.childrenOf(undefined)) === this.givenTop) return;
    this.isTopWaiting = true;
    this.drawSoon();
  }

  /** Redraws earlier, if the delay has become shorter since the changes came. */
  hurry(): void {
    if (this.timer) this.drawSoon();
  }

  /** Redraws at once what is waiting to be redrawn. */
  drawNow(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.draw();
  }

  forget(isGone: (node: N) => boolean): void {
    for (const [id, node] of this.given) if (isGone(node)) this.given.delete(id);
  }

  /** Forgets one row that is gone for good. */
  forgetRow(node: N): void {
    this.given.delete(this.rows.idOf(node));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
    this.redrawn.dispose();
  }

  /**
   * Shows a row in the view. VS Code is told first of all that is waiting to be redrawn: otherwise it would look for the
   * row among those that it was given before. If it is still drawing them, it goes on only when something is drawn once
   * more (`AsyncDataTree.expand` awaits `onDidRender`), so that is done until the row is there.
   */
  async reveal(view: RevealView<N>, node: N, options: RevealOptions): Promise<void> {
    this.drawNow();
    const again = setInterval(() => this.redrawAll(), REVEAL_AGAIN_MS);
    try {
      await view.reveal(this.known(node), options);
    } finally {
      clearInterval(again);
    }
  }

  /** The object that VS Code was given for this row. */
  protected known(node: N): N {
    const id = this.rows.idOf(node);
    const known = this.given.get(id);
    if (known !== undefined) return known;
    this.given.set(id, node);
    return node;
  }

  private drawSoon(): void {
    const due = Date.now() + this.delayMs();
    if (this.timer && due >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = due;
    this.timer = setTimeout(() => this.draw(), due - Date.now());
  }

  private draw(): void {
    this.timer = undefined;
    // VS Code may have asked for the top rows in the meantime.
    const isTopOther = this.isTopWaiting && this.idsOf(this.rows.childrenOf(undefined)) !== this.givenTop;
    const nodes = this.isAllWaiting || isTopOther ? undefined : this.withoutCovered();
    this.isAllWaiting = false;
    this.isTopWaiting = false;
    this.waiting.clear();
    if (nodes?.length === 0) return;
    this.changed.fire(nodes);
    this.redrawn.fire();
  }

  /** Leaves out rows that are redrawn anyway, together with a row above them. */
  private withoutCovered(): N[] {
    const isCovered = (node: N): boolean => {
      for (let up = this.rows.parentOf(node); up !== undefined; up = this.rows.parentOf(up))
        if (this.waiting.has(this.rows.idOf(up))) return true;
      return false;
    };
    return [...this.waiting.values()].filter((node) => !isCovered(node));
  }

  private idsOf(nodes: readonly N[]): string {
    return nodes.map((node) => this.rows.idOf(node)).join('\n');
  }
}
