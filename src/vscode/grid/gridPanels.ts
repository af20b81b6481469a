import type * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import { readGridPlace } from '../../core/grid/gridMessages';
import { SessionGrid } from '../../core/grid/sessionGrid';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { Host } from '../host/createHost';
import { openPanel } from '../host/declared';
import { l10n } from '../host/l10n';
import { nodeTimers } from '../host/timers';
import type { OpenedSessions } from '../sessions/openSessions';
import { GridActs } from './gridActs';
import { GRID_PANEL } from './gridContract';
import type { GridNeeds } from './gridFeature';
import { GridPanel } from './gridPanel';
import { GridRowReader } from './gridRows';
import { GridSettings } from './gridSettings';
import { TreeSelection } from './treeSelection';

type Place = Omit<SessionKey, 'name'>;

/** The open grids, one for each application. VS Code restores them with the window. */
export class GridPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly open = new Map<string, GridPanel>();
  private readonly settings: GridSettings;

  constructor(
    private readonly host: Pick<Host, 'dialogs' | 'extensionUri' | 'log' | 'memento'>,
    private readonly needs: GridNeeds,
    private readonly sessions: OpenedSessions,
  ) {
    this.settings = new GridSettings(host.memento);
  }

  show(place: Place): void {
    const known = this.open.get(keyOf(place));
    if (known) known.reveal();
    else this.adopt(openPanel(GRID_PANEL, this.titleOf(place)), place);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const place = readGridPlace(state);
    if (!place || this.open.has(keyOf(place))) return panel.dispose();
    panel.title = this.titleOf(place);
    this.adopt(panel, { folder: place.folder, application: place.application });
  }

  dispose(): void {
    for (const panel of [...this.open.values()]) panel.dispose();
  }

  private adopt(webviewPanel: vscode.WebviewPanel, place: Place): void {
    const { documents, writing, changes, pending, agreement } = this.needs;
    const { search, view, tree } = this.sessions;
    const grid = new SessionGrid(documents.index, place, { ...this.settings.order, filter: '' }, search);
    const marks = [pending.onDidChange(() => grid.marksChanged()), agreement.onDidChange(() => grid.marksChanged())];
    const parts = {
      grid,
      reader: new GridRowReader(),
      settings: this.settings,
      acts: new GridActs(grid, writing.writer, changes, this.host.dialogs, webviewPanel.title),
      tree: new TreeSelection(view, tree, grid, nodeTimers),
    };
    const panel = new GridPanel(webviewPanel, parts, this.host);
    const key = keyOf(place);
    this.open.set(key, panel);
    panel.onDidClose(() => {
      for (const mark of marks) mark.dispose();
      this.open.delete(key);
    });
  }

  /** The title of its tab. VS Code shows it unchanged, so it must be safe to show. */
  private titleOf({ folder, application }: Place): string {
    const view = this.needs.documents.index.applicationOf(folder, application);
    return visibleText(l10n.t('Sessions of {0}', view?.title ?? application));
  }
}

function keyOf({ folder, application }: Place): string {
  return `${folder}\0${application}`;
}
