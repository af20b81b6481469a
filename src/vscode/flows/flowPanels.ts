import type * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import { WorkUnderWay } from '../../core/base/workUnderWay';
import { readFlowPlace } from '../../core/flows/flowMessages';
import type { ServerAddress } from '../../core/protocol/address';
import { outlineOf } from '../../core/scenario/outline';
import { diskFiles } from '../../disk/userFile';
import { FlowSession } from '../../scenario/flowSession';
import type { StartServer } from '../../scenario/startServer';
import { openPanel } from '../host/declared';
import type { FileDialogs } from '../host/fileDialogs';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import { scenarioRules } from '../scenarios/scenarioRules';
import { FLOW_PANEL } from './flowContract';
import { openScenario } from './flowFile';
import { FlowPanel } from './flowPanel';
import type { FlowRecords } from './flowRecords';
import type { SplitKeeper } from './splitKeeper';

/** The open flow simulators, one for each scenario file. VS Code restores them with the window. */
export class FlowPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  /** By file. The most recently active one is last. */
  private readonly open = new Map<string, FlowPanel>();
  /** Closed simulators whose servers are still shutting down. */
  private readonly closing = new WorkUnderWay();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly startServer: StartServer,
    private readonly dialogs: FileDialogs,
    private readonly results: ScenarioResults,
    private readonly log: vscode.LogOutputChannel,
    private readonly records: FlowRecords,
    private readonly splits: SplitKeeper,
  ) {}

  /** All of them, the most recently active first. */
  get all(): readonly FlowPanel[] {
    return [...this.open.values()].reverse();
  }

  /** The active one. Right after a change, VS Code may report two as active for a moment. */
  get active(): FlowPanel | undefined {
    return this.all.find(({ isActive }) => isActive);
  }

  /** The open one, if there is exactly one. */
  get only(): FlowPanel | undefined {
    return this.all.length === 1 ? this.all[0] : undefined;
  }

  of(file: string): FlowPanel | undefined {
    return this.open.get(file);
  }

  /**
   * Shows the simulator of a scenario.
   * @param address the server to run on; without it, the run starts a server of its own
   */
  async show(file: string, address?: ServerAddress): Promise<FlowPanel> {
    const known = this.open.get(file);
    if (known && !address) {
      this.putLast(known);
      known.reveal();
      return known;
    }
    const scenario = await openScenario(file, this.extensionUri);
    // It may have been opened meanwhile.
    if (!address && this.open.has(file)) return this.show(file);
    // A simulator cannot change its server, so another address needs a new one.
    void this.open.get(file)?.dispose();
    const panel = openPanel(FLOW_PANEL, titleOf(scenario));
    return this.adopt(panel, new FlowSession(scenario, this.optionsFor(file, address)), file);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const file = readFlowPlace(state)?.file;
    if (file === undefined || this.open.has(file)) return panel.dispose();
    try {
      const scenario = await openScenario(file, this.extensionUri);
      if (this.open.has(file)) return panel.dispose();
      panel.title = titleOf(scenario);
      const kept = this.records.of(file, outlineOf(scenario)) ?? [];
      this.adopt(panel, new FlowSession(scenario, { ...this.optionsFor(file), kept }), file);
    } catch (error) {
      this.log.warn(`The flow simulator of ${file} does not come back: ${String(error)}`);
      panel.dispose();
    }
  }

  /** Resolves when no server of a run is left. */
  async dispose(): Promise<void> {
    for (const panel of this.all) void panel.dispose();
    await this.closing.dispose();
  }

  private optionsFor(file: string, address?: ServerAddress) {
    const server = address ? { address } : { start: this.startServer };
    return { server, files: diskFiles, rules: () => scenarioRules(file) };
  }

  private adopt(webviewPanel: vscode.WebviewPanel, session: FlowSession, file: string): FlowPanel {
    const { extensionUri, dialogs, log, records, splits } = this;
    const panel = new FlowPanel(file, webviewPanel, session, extensionUri, dialogs, log, records, splits);
    this.open.set(file, panel);
    keepResults(file, session, this.results);
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

/** Keeps how the runs of a simulator end. A step that failed decides, even if the developer goes no further. */
function keepResults(file: string, session: FlowSession, results: ScenarioResults): void {
  let begun: ReturnType<ScenarioResults['begun']> | undefined;
  const keep = (verdict: 'passed' | 'failed') =>
    void begun?.then(
      (kept) => kept(verdict),
      // The file is gone, and with it its row.
      () => {},
    );
  session.onDidHappen((event) => {
    if (event.kind === 'runStarted') begun = results.begun(file);
    if (event.kind === 'stepEnded' && event.result.verdict === 'failed') keep('failed');
    if (event.kind === 'runEnded' && event.verdict === 'passed') keep('passed');
  });
}

/** The title of its tab. VS Code shows it unchanged, so it must be safe to show. */
function titleOf({ name }: { readonly name: string }): string {
  return visibleText(name);
}
