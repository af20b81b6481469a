import { setMaxListeners } from 'node:events';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { sideBySide } from '../../core/base/sideBySide';
import { linesOf } from '../../core/terminal/terminalLine';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { appendLines } from '../host/appendLines';
import { l10n } from '../host/l10n';
import { readSetting } from '../host/settings';
import { nodeTimers } from '../host/timers';
import { requireTrust } from '../host/trust';
import { onWindowFocus } from '../host/windowFocus';
import { ContinuousRun } from './continuousRuns';
import { savedMark } from './currentMark';
import { OutputTurns, type TestOutput } from './outputTurns';
import { RunsUnderWay } from './runsUnderWay';
import { SCENARIO_SETTINGS } from './scenarioContract';
import { findScenarioFiles, isScenarioFile } from './scenarioDocuments';
import { ScenarioItems } from './scenarioItems';
import { isNamedScenario, SCENARIO_FILES } from './scenarioName';
import type { ScenarioResults } from './scenarioResults';
import { ScenarioTestRun, type TestRunParts } from './scenarioTestRun';
import { type AskBeforeStep, askBeforeStep } from './stepQuestion';

const TYPING_MS = 200;

export interface ScenarioTestsOptions {
  readonly pool: CheckPool;
  /** Ends with the tests. */
  readonly controller: vscode.TestController;
  /** Absolute path of the scenarios that ship with the extension. */
  readonly shippedFolder: string;
  /** How many scenarios run at the same time. */
  readonly jobs: number;
  /** Starts a server for each run. */
  readonly startServer: TestRunParts['startServer'];
  readonly openSimulator: (file: string) => void;
  readonly results: Pick<ScenarioResults, 'begun'>;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  /** Replaced in tests, to answer the question. */
  readonly ask?: AskBeforeStep;
}

/** A scenario to run, and the last step to run. */
interface Wanted {
  readonly item: vscode.TestItem;
  readonly last: number;
}

/** Shows scenarios in the Test Explorer, keeps them up to date, and runs them as a whole or step by step. */
export class ScenarioTests implements vscode.Disposable {
  readonly controller: vscode.TestController;
  private readonly items: ScenarioItems;
  private readonly typed = new Set<string>();
  private readonly disposables: DisposableStore;
  private readonly runs = new RunsUnderWay();
  private found: Promise<void> | undefined;
  /** The search that follows the one that is under way. */
  private next: Promise<void> | undefined;
  private readonly ended = new AbortController();

  constructor(private readonly options: ScenarioTestsOptions) {
    this.controller = options.controller;
    this.items = new ScenarioItems(this.controller, options.shippedFolder);
    this.controller.resolveHandler = async (item) => {
      if (!item) await this.discover();
    };
    this.controller.refreshHandler = () => this.discoverAgain();
    const soon = new Coalesced(nodeTimers, TYPING_MS, () => void this.readTyped());
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
      // Open files have their buttons next to the steps even before the Test Explorer is opened.
      vscode.workspace.onDidOpenTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.lookAgain()),
      // VS Code may not report what another program changes. Before the tests are first shown, there is nothing to
      // update.
      onWindowFocus(() => {
        if (this.found) this.lookAgain();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.addProfiles()),
    );
    for (const { uri } of vscode.workspace.textDocuments) changed(uri);
    if (vscode.workspace.isTrusted) this.addProfiles();
  }

  /** Finds all scenarios. Later calls return the same promise. */
  discover(): Promise<void> {
    this.found ??= this.lookForAll().catch((error: unknown) => {
      // The next call tries again.
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  /** The item of a scenario file, with its steps below it. */
  itemOf(uri: vscode.Uri): vscode.TestItem | undefined {
    return this.items.find(uri);
  }

  /** The scenario file that an item belongs to. */
  fileOf(item: vscode.TestItem): string | undefined {
    const meaning = this.items.meaningOf(item);
    if (meaning?.kind === 'step') return item.parent && this.fileOf(item.parent);
    return meaning?.kind === 'scenario' ? meaning.file : undefined;
  }

  /** Runs one file, like the button of the Test Explorer. */
  async runFile(uri: vscode.Uri): Promise<void> {
    requireTrust();
    await this.discover();
    const item = this.items.find(uri) ?? (await this.items.showOne(uri));
    const cancellation = new vscode.CancellationTokenSource();
    await this.run(new vscode.TestRunRequest([item]), cancellation.token, false);
    cancellation.dispose();
  }

  /**
   * Runs the scenarios of a request side by side; step by step, one after the other. For a single step, all steps before
   * it are run too.
   * @param run receives the results; by default a new run of the controller
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
      if (!request.include && wanted.length === 0) appendLines(run, linesOf(noneIsRun()));
      for (const { item } of wanted) run.enqueued(item);
      await this.runs.start(abort.signal, async (signal) => {
        // Each run listens to it. Node takes more than ten listeners for a leak.
        setMaxListeners(0, signal);
        const turns = new OutputTurns(run);
        const work = async (each: Wanted) => {
          const output = turns.next();
          await this.runOne(each, run, output, ask, signal);
          output.end();
        };
        // A person can answer one question at a time.
        await sideBySide(wanted, ask ? 1 : this.options.jobs, work);
      });
    } finally {
      listening.dispose();
      run.end();
    }
  }

  /** Runs the scenarios of a request again when one was saved, or what it needs, until the token is cancelled. */
  async runContinuously(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    newRun: (again: vscode.TestRunRequest) => vscode.TestRun = (again) => this.controller.createTestRun(again),
  ): Promise<void> {
    requireTrust();
    await this.discover();
    if (token.isCancellationRequested || this.ended.signal.aborted) return;
    const { exclude, profile } = request;
    const runs = new ContinuousRun({
      wanted: async () => {
        await this.found?.catch(() => {});
        return this.wantedBy(request).flatMap(({ item }) => {
          const file = this.fileOf(item);
          return file === undefined ? [] : [{ item, file }];
        });
      },
      markOf: savedMark(this.options.shippedFolder),
      isUnsaved: (file) =>
        vscode.workspace.textDocuments.some(
          ({ uri, isDirty }) => isDirty && uri.fsPath === vscode.Uri.file(file).fsPath,
        ),
      run: async (items) => {
        const again = new vscode.TestRunRequest(items, exclude, profile, true);
        await this.run(again, token, false, newRun(again));
      },
    });
    this.disposables.add(runs);
    token.onCancellationRequested(() => void runs.dispose());
  }

  /** Resolves when no run is in progress any more. */
  async dispose(): Promise<void> {
    this.ended.abort();
    await Promise.all([this.runs.dispose(), this.disposables.dispose()]);
  }

  private async runOne(
    { item, last }: Wanted,
    run: vscode.TestRun,
    output: TestOutput,
    ask: AskBeforeStep | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return run.skipped(item);
    // The current text, from the editor or from disk.
    const scenario = await this.items.readAgain(item);
    if (!scenario) return run.errored(item, this.items.errorOf(item));
    const { startServer, openSimulator, results } = this.options;
    const keep = await results.begun(scenario.file);
    const parts = { run, output, startServer, ask, openSimulator };
    const verdict = await new ScenarioTestRun(item, scenario, last, parts).go(signal);
    if (verdict) keep(verdict);
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
    else for (const [, item] of this.controller.items) if (this.isInRunAll(item)) add(item);
    return [...wanted].map(([item, last]) => ({ item, last }));
  }

  /** Who runs all tests means those of the workspace. */
  private isInRunAll(item: vscode.TestItem): boolean {
    return this.items.meaningOf(item)?.kind !== 'shipped' || readSetting(SCENARIO_SETTINGS.runShipped);
  }

  private async lookForAll(): Promise<void> {
    const { signal } = this.ended;
    const { files } = await findScenarioFiles(this.options.pool, signal);
    await this.items.show(files, signal);
  }

  private lookAgain(): void {
    this.discoverAgain().catch((error: unknown) => {
      if (error instanceof PoolDisposedError || this.ended.signal.aborted) return;
      this.options.log.warn(`No scenario is found: ${String(error)}`);
    });
  }

  /** However often this is called while a search is under way, only one more follows. */
  private discoverAgain(): Promise<void> {
    this.next ??= this.afterSearch().then(() => {
      this.next = undefined;
      this.found = undefined;
      return this.discover();
    });
    return this.next;
  }

  private async afterSearch(): Promise<void> {
    // Whoever asked for that search was told why it failed.
    await this.found?.catch(() => {});
  }

  private async readTyped(): Promise<void> {
    const typed = [...this.typed];
    this.typed.clear();
    for (const text of typed) {
      if (this.ended.signal.aborted) return;
      const uri = vscode.Uri.parse(text);
      const isOurs = await isScenarioFile(uri);
      const known = this.items.find(uri);
      if (!isOurs) this.items.remove(uri);
      else if (known) await this.items.readAgain(known);
      // A file outside the workspace is no test of it. It may have been opened just to look at it.
      else if (vscode.workspace.getWorkspaceFolder(uri)) await this.items.showOne(uri);
    }
  }

  private addProfiles(): void {
    const { Run, Debug } = vscode.TestRunProfileKind;
    const { controller } = this;
    const profile = controller.createRunProfile(
      l10n.t('Run'),
      Run,
      (request, token) => (request.continuous ? this.runContinuously(request, token) : this.run(request, token, false)),
      true,
    );
    profile.supportsContinuousRun = true;
    const title = l10n.t('Step by Step');
    controller.createRunProfile(title, Debug, (request, token) => this.run(request, token, true), true);
  }
}

function noneIsRun(): string {
  return l10n.t(
    'This workspace has no scenario. Run the shipped flows by their own item, or set {0}.',
    SCENARIO_SETTINGS.runShipped.key,
  );
}
