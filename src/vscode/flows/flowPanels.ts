import fs from 'node:fs';
import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import { WorkUnderWay } from '../../core/base/workUnderWay';
import { placeOf } from '../../core/flows/flowMessages';
import type { ServerAddress } from '../../core/protocol/address';
import { FlowSession } from '../../scenario/flowSession';
import type { StartServer } from '../../scenario/startServer';
import type { FileDialogs } from '../host/fileDialogs';
import { FLOW_PANEL } from './flowContract';
import { scenarioIn } from './flowFile';
import { FlowPanel } from './flowPanel';

/** The flow simulators that are open: one for each scenario file. They come back with the window. */
export class FlowPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  /** By file; the one that was active last comes last. */
  private readonly open = new Map<string, FlowPanel>();
  private readonly registration: vscode.Disposable;
  /** Those that are closed, and whose servers are not gone yet. */
  private readonly closing = new WorkUnderWay();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly startServer: StartServer,
    private readonly dialogs: FileDialogs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(FLOW_PANEL.id, this);
  }

  /** The one that was active last comes first. */
  get all(): readonly FlowPanel[] {
    return [...this.open.values()].reverse();
  }

  /** The one that the developer works in. For a moment after a change two say so. */
  get active(): FlowPanel | undefined {
    return this.all.find(({ isActive }) => isActive);
  }

  /** The one that is open, when there is one only. */
  get only(): FlowPanel | undefined {
    return this.all.length === 1 ? this.all[0] : undefined;
  }

  of(file: string): FlowPanel | undefined {
    return this.open.get(file);
  }

  /**
   * Shows the simulator of a scenario.
   * @param address of the server that it is to run on; one of its own unless given
   */
  show(file: string, address?: ServerAddress): FlowPanel {
    const known = this.open.get(file);
    if (known && !address) {
      this.putLast(known);
      known.reveal();
      return known;
    }
    const scenario = scenarioIn(file);
    // It keeps to its server, so another one wants another panel.
    void known?.dispose();
    const panel = vscode.window.createWebviewPanel(FLOW_PANEL.id, titleOf(scenario), vscode.ViewColumn.Active);
    return this.adopt(panel, new FlowSession(scenario, this.optionsFor(address)), file);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const file = placeOf(state)?.file;
    if (file === undefined || !fs.existsSync(file) || this.open.has(file)) return panel.dispose();
    try {
      const scenario = scenarioIn(file);
      panel.title = titleOf(scenario);
      this.adopt(panel, new FlowSession(scenario, this.optionsFor()), file);
    } catch (error) {
      this.log.warn(`The flow simulator of ${file} does not come back: ${String(error)}`);
      panel.dispose();
    }
  }

  /** Resolves when no server of a run is left. */
  async dispose(): Promise<void> {
    this.registration.dispose();
    for (const panel of this.all) void panel.dispose();
    await this.closing.dispose();
  }

  private optionsFor(address?: ServerAddress) {
    return { server: address ? { address } : { start: this.startServer }, env: process.env };
  }

  private adopt(webviewPanel: vscode.WebviewPanel, session: FlowSession, file: string): FlowPanel {
    const panel = new FlowPanel(file, webviewPanel, session, this.extensionUri, this.dialogs, this.log);
    this.open.set(file, panel);
    webviewPanel.onDidChangeViewState(() => {
      if (panel.isActive && this.open.get(file) === panel) this.putLast(panel);
    });
    panel.onDidClose(() => {
      void this.closing.add(panel.dispose());
      if (this.open.get(file) === panel) this.open.delete(file);
    });
    return panel;
  }

  private putLast(panel: FlowPanel): void {
    this.open.delete(panel.file);
    this.open.set(panel.file, panel);
  }
}

/** Of its tab, which VS Code shows as it is. */
function titleOf({ name }: { readonly name: string }): string {
  return visibleText(name);
}
