import type * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { idsOf, nodeId, type TreeNode } from './treeNode';

/** Changes are drawn together: at most this often, which is faster than anybody reads. */
const REDRAW_MS = 60;
/**
 * While a folder is scanned, less often: most scans are over by then and are drawn once. A row that the user opens while
 * VS Code draws its parent anew closes again.
 */
const SCAN_REDRAW_MS = 400;

/** What a tree tells of its rows, and does. */
export interface DrawnRows {
  /** The rows at the top as they are now. */
  top(): readonly TreeNode[];
  parentOf(node: TreeNode): TreeNode | undefined;
  /** Draws these rows anew; all without them. */
  draw(nodes: TreeNode[] | undefined): void;
}

/** The rows of a tree that are to be drawn anew: collected, and drawn together. */
export class TreeRedraws implements vscode.Disposable {
  private readonly pending = new Map<string, TreeNode>();
  private allPending = false;
  private foldersPending = false;
  /** The rows at the top as VS Code was last given them. */
  private givenTop = '';
  private timer: NodeJS.Timeout | undefined;
  private dueAt = 0;

  constructor(
    private readonly index: SessionIndex,
    private readonly rows: DrawnRows,
  ) {}

  row(node: TreeNode | undefined): void {
    if (!node || this.allPending) return;
    this.pending.set(nodeId(node), node);
    this.flushSoon();
  }

  /** Draws all anew only when the list of folders is another one: rows that VS Code is just opening would close again. */
  top(): void {
    if (idsOf(this.rows.top()) === this.givenTop) return;
    this.foldersPending = true;
    this.flushSoon();
  }

  all(): void {
    this.allPending = true;
    this.pending.clear();
    this.flushSoon();
  }

  topGiven(nodes: readonly TreeNode[]): void {
    this.givenTop = idsOf(nodes);
  }

  /** A scan has perhaps ended that what is waiting was kept back for. */
  hurry(): void {
    if (this.timer) this.flushSoon();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  /** Soon, or at once when a scan has just ended that what is waiting was kept back for. */
  private flushSoon(): void {
    const isScanning = this.index.folders().some((folder) => this.index.stateOf(folder)?.kind === 'scanning');
    const due = Date.now() + (isScanning ? SCAN_REDRAW_MS : REDRAW_MS);
    if (this.timer && due >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = due;
    this.timer = setTimeout(() => this.flush(), due - Date.now());
  }

  private flush(): void {
    this.timer = undefined;
    // VS Code may have asked meanwhile.
    const foldersDiffer = this.foldersPending && idsOf(this.rows.top()) !== this.givenTop;
    const nodes = this.allPending || foldersDiffer ? undefined : this.withoutCovered();
    this.allPending = false;
    this.foldersPending = false;
    this.pending.clear();
    if (nodes?.length !== 0) this.rows.draw(nodes);
  }

  /** What is drawn with its parent need not be drawn by itself. */
  private withoutCovered(): TreeNode[] {
    const covered = (node: TreeNode): boolean => {
      for (let up = this.rows.parentOf(node); up; up = this.rows.parentOf(up))
        if (this.pending.has(nodeId(up))) return true;
      return false;
    };
    return [...this.pending.values()].filter((node) => !covered(node));
  }
}
