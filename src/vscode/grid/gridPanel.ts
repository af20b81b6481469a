import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import validateGridFromPage from '../../core/grid/compiledGridFromPage';
import {
  GRID_PROTOCOL,
  type GridFromPage,
  type GridState,
  type GridToPage,
  MOST_GRID_ROWS,
} from '../../core/grid/gridMessages';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import type { Host } from '../host/createHost';
import { l10n } from '../host/l10n';
import { type Asked, PagePanel } from '../host/pagePanel';
import { nodeTimers } from '../host/timers';
import type { GridActs } from './gridActs';
import type { GridRowReader } from './gridRows';
import type { GridSettings } from './gridSettings';
import { gridHeads, gridStrings, summaryText } from './gridWords';
import { OrderReader } from './orderReader';
import type { TreeSelection } from './treeSelection';

/** Changes are sent together at this interval, which is shorter than anybody can notice. */
const TOGETHER_MS = 40;
const GRID_PAGE = {
  script: 'dist/grid.js',
  style: 'media/page/grid.css',
  inLog: 'session grid',
  validate: validateGridFromPage,
};

/** What a panel shows, and what does what it is asked for. */
export interface GridParts {
  readonly grid: SessionGrid;
  readonly reader: GridRowReader;
  readonly settings: GridSettings;
  readonly acts: GridActs;
  readonly tree: TreeSelection;
}

/** The sessions of one application as a table in an editor tab. The page asks for the rows that are in view. */
export class GridPanel extends PagePanel<GridToPage, GridFromPage> {
  private readonly together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.tellState());
  /** The rows that the page asked for last. It gets them again when they have changed. */
  private inView: readonly [from: number, to: number] = [0, 0];

  constructor(
    panel: vscode.WebviewPanel,
    private readonly parts: GridParts,
    host: Pick<Host, 'extensionUri' | 'log'>,
  ) {
    super(panel, host, GRID_PAGE);
    this.own(
      parts.tree,
      parts.grid,
      new OrderReader(parts.grid, parts.reader),
      this.together,
      parts.grid.onDidChange(() => this.together.call()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.together.call()),
    );
  }

  protected override async obey(message: Asked<GridFromPage>): Promise<void> {
    const { grid, settings, acts, tree } = this.parts;
    switch (message.kind) {
      case 'ready':
        this.tellAll(message.version);
        return;
      case 'rows':
        this.inView = [message.from, Math.min(message.to, message.from + MOST_GRID_ROWS)];
        await this.tellRows();
        return;
      case 'sort':
        grid.sortBy(message.column);
        await settings.keepOrder(grid.order);
        return;
      case 'width':
        await settings.keepWidth(message.column, message.pixels);
        this.tellState();
        return;
      case 'filter':
        grid.setFilter(message.text);
        return;
      case 'columns':
        await settings.choose(message.shown);
        grid.redraw();
        return;
      case 'select':
        grid.select(message.name, message.way);
        this.tellState();
        tree.follow(message.name);
        return;
      case 'selectAll':
        grid.selectAll(message.on);
        return;
      case 'email':
        await acts.setEmail(message.name, message.email);
        return;
      case 'act': {
        const text = await acts.run(message.act, message.name, settings.columns);
        if (text !== undefined) this.tell({ kind: 'notice', text });
      }
    }
  }

  private tellAll(version: number): void {
    if (version !== GRID_PROTOCOL) return;
    this.tell({
      kind: 'grid',
      version: GRID_PROTOCOL,
      strings: gridStrings(),
      language: vscode.env.language,
      title: this.panel.title,
      place: { version: GRID_PROTOCOL, ...this.parts.grid.place },
      heads: gridHeads(),
      state: this.state,
    });
  }

  private tellState(): void {
    this.tell({ kind: 'state', state: this.state });
    void this.tellRows();
  }

  private async tellRows(): Promise<void> {
    const { grid, reader, settings } = this.parts;
    const { revision } = grid;
    const [from, to] = this.inView;
    if (from >= to) return;
    const rows = await reader.rows(grid.window(from, to), settings.columns, {
      keyOf: (name) => grid.keyOf(name),
      isSelected: (name) => grid.isSelected(name),
    });
    // After a change they are told again.
    if (revision === grid.revision) this.tell({ kind: 'rows', revision, from, rows });
  }

  private get state(): GridState {
    const { grid, settings } = this.parts;
    return {
      revision: grid.revision,
      count: grid.count,
      summary: summaryText(grid.count, grid.total, grid.selectedCount),
      selected: grid.selectedCount,
      shown: settings.columns,
      widths: settings.widths,
      sorted: grid.sorted,
      filter: grid.filter,
      locked: vscode.workspace.isTrusted
        ? undefined
        : l10n.t('This workspace is not trusted, so that its sessions can be seen and not changed.'),
      current: grid.current,
      moves: grid.moves,
    };
  }
}
