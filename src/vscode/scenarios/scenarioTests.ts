import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { l10n } from '../host/l10n';
import { nodeTimers } from '../host/timers';
import { requireTrust } from '../host/trust';
import { onWindowFocus } from '../host/windowFocus';
import { RunsUnderWay } from './runsUnderWay';
import { findScenarioFiles, isNamedScenario, isScenarioFile, SCENARIO_FILES } from './scenarioFiles';
import { ScenarioItems } from './scenarioItems';
import { ScenarioTestRun, type TestRunParts } from './scenarioTestRun';
import { type AskBeforeStep, askBeforeStep } from './stepQuestion';

const TYPING_MS = 200;

export interface ScenarioTestsOptions {
  readonly pool: CheckPool;
  readonly controllerId: string;
  /** Absolute path of the scenarios that come with the extension. */
  readonly shippedFolder: string;
  /** A server of its own for each run. */
  readonly startServer: TestRunParts['startServer'];
  readonly openSimulator: (file: string) => void;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** Given so that a test can answer. */
  readonly ask?: AskBeforeStep;
}

/** A scenario that is to be run, and up to which step. */
interface Wanted {
  readonly item: vscode.TestItem;
  readonly last: number;
}

/** Scenarios in the Test Explorer: found, followed as they change, run, and run step by step. */
export class ScenarioTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  private readonly items: ScenarioItems;
  private readonly typed = new Set<string>();
  private readonly disposables: DisposableStore;
  private readonly runs = new RunsUnderWay();
  private found: Promise<void> | undefined;

  constructor(private readonly options: ScenarioTestsOptions) {
    this.controller = vscode.tests.createTestController(options.controllerId, l10n.t('Scenarios'));
    this.items = new ScenarioItems(this.controller, options.shippedFolder);
    this.controller.resolveHandler = async (item) => {
      if (!item) await this.discover();
    };
    this.controller.refreshHandler = () => this.discoverAgain();
    const soon = new Coalesced(nodeTimers, TYPING_MS, () => this.readTyped());
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    const changed = (uri: vscode.Uri) => {
      if (!isNamedScenario(uri)) return;
      this.typed.add(uri.toString());
      soon.call();
    };
    this.disposables = new DisposableStore(
      this.controller,
      soon,
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete((uri) => this.items.remove(uri)),
      // The buttons beside the steps of an open file are there before anybody looks at the Test Explorer.
      vscode.workspace.onDidOpenTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.lookAgain()),
      // What another program does may not be told. Before anybody has looked at the tests there is nothing to bring up to date.
      onWindowFocus(() => {
        if (this.found) this.lookAgain();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.addProfiles()),
    );
    for (const { uri } of vscode.workspace.textDocuments) changed(uri);
    if (vscode.workspace.isTrusted) this.addProfiles();
  }

  /** Resolves when every scenario is there; looks only once. */
  discover(): Promise<void> {
    this.found ??= this.lookForAll().catch((error: unknown) => {
      // Another time it may go well.
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  /** Of a scenario file, with its steps below it. */
  itemOf(uri: vscode.Uri): vscode.TestItem | undefined {
    return this.items.find(uri);
  }

  /** The file of the scenario that an item is of. */
  fileOf(item: vscode.TestItem): string | undefined {
    const meaning = this.items.meaningOf(item);
    if (meaning?.kind === 'step') return item.parent && this.fileOf(item.parent);
    return meaning?.kind === 'scenario' ? meaning.file : undefined;
  }

  /** Runs one file, as the button of the Test Explorer does. */
  async runFile(uri: vscode.Uri): Promise<void> {
    requireTrust();
    await this.discover();
    const item = this.items.find(uri) ?? this.items.showOne(uri);
    const cancellation = new vscode.CancellationTokenSource();
    await this.run(new vscode.TestRunRequest([item]), cancellation.token, false);
    cancellation.dispose();
  }

  /**
   * Runs what a request asks for, one scenario after the other. A step wants those before it, so they are run too.
   * @param run where the results go; one of the controller unless given
   */
  async run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    stepByStep: boolean,
    run: vscode.TestRun = this.controller.createTestRun(request),
  ): Promise<void> {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    if (token.isCancellationRequested) abort.abort();
    const ask = stepByStep ? (this.options.ask ?? askBeforeStep) : undefined;
    try {
      requireTrust();
      await this.discover();
      const wanted = this.wantedBy(request);
      for (const { item } of wanted) run.enqueued(item);
      await this.runs.start(abort.signal, async (signal) => {
        for (const each of wanted) await this.runOne(each, run, ask, signal);
      });
    } finally {
      listening.dispose();
      run.end();
    }
  }

  /** Resolves when no run is left. */
  async dispose(): Promise<void> {
    await Promise.all([this.runs.dispose(), this.disposables.dispose()]);
  }

  private async runOne(
    { item, last }: Wanted,
    run: vscode.TestRun,
    ask: AskBeforeStep | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return run.skipped(item);
    // As it is now, in the editor or on disk.
    const scenario = this.items.readAgain(item);
    if (!scenario) return run.errored(item, this.items.faultOf(item));
    const { startServer, openSimulator } = this.options;
    await new ScenarioTestRun(item, scenario, last, { run, startServer, ask, openSimulator }).go(signal);
  }

  private wantedBy({ include, exclude = [] }: vscode.TestRunRequest): Wanted[] {
    const wanted = new Map<vscode.TestItem, number>();
    const add = (item: vscode.TestItem): void => {
      if (exclude.includes(item)) return;
      const meaning = this.items.meaningOf(item);
      if (meaning?.kind === 'step' && item.parent) {
        const last = wanted.get(item.parent) ?? -1;
        wanted.set(item.parent, Math.max(last, meaning.index));
      } else if (meaning?.kind === 'scenario') {
        wanted.set(item, Number.POSITIVE_INFINITY);
      } else {
        for (const [, child] of item.children) add(child);
      }
    };
    if (include) for (const item of include) add(item);
    else for (const [, item] of this.controller.items) add(item);
    return [...wanted].map(([item, last]) => ({ item, last }));
  }

  private async lookForAll(): Promise<void> {
    this.items.show(await findScenarioFiles(this.options.pool));
  }

  private lookAgain(): void {
    this.discoverAgain().catch((error: unknown) => {
      if (error instanceof PoolDisposedError) return;
      this.options.log.warn(`No scenario is found: ${String(error)}`);
    });
  }

  private async discoverAgain(): Promise<void> {
    this.found = undefined;
    await this.discover();
  }

  private readTyped(): void {
    for (const text of this.typed) {
      const uri = vscode.Uri.parse(text);
      const known = this.items.find(uri);
      if (!isScenarioFile(uri)) this.items.remove(uri);
      else if (known) this.items.readAgain(known);
      // A file of another folder is no test of this workspace, but may be opened for a look.
      else if (vscode.workspace.getWorkspaceFolder(uri)) this.items.showOne(uri);
    }
    this.typed.clear();
  }

  private addProfiles(): void {
    const { Run, Debug } = vscode.TestRunProfileKind;
    const { controller } = this;
    controller.createRunProfile(l10n.t('Run'), Run, (request, token) => this.run(request, token, false), true);
    const title = l10n.t('Step by Step');
    controller.createRunProfile(title, Debug, (request, token) => this.run(request, token, true), true);
  }
}
