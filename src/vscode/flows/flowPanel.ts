import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import validateFromPage from '../../core/flows/compiledFromPage';
import {
  type ExportFormat,
  FLOW_PROTOCOL,
  type FlowPhase,
  type FromPage,
  type ToPage,
} from '../../core/flows/flowMessages';
import { flowStrings } from '../../core/flows/flowWords';
import { coveredEvents } from '../../core/scenario/coveredRun';
import { endedEvents } from '../../core/scenario/endedEvents';
import type { RunEvent } from '../../core/scenario/runEvents';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { SLICES, SYSTEM_PARTS } from '../../core/systems';
import { CHANGED_THINGS } from '../../core/systemWords';
import type { FlowSession } from '../../scenario/flowSession';
import { ToldSecrets } from '../../scenario/toldSecrets';
import type { FileDialogs } from '../host/fileDialogs';
import { hearPage } from '../host/hearPage';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { servePage } from '../host/servePage';
import { nodeTimers } from '../host/timers';
import { writeSecretFile } from '../host/workspaceFile';
import { durationText } from '../server/serverText';
import { EXPORT_ENDINGS, exportedFlow } from './flowExport';
import { movedOptions, openScenario } from './flowFile';
import { FlowFollower } from './flowFollower';
import type { FlowRecords } from './flowRecords';
import { stemOf } from './flowStem';
import type { SplitKeeper } from './splitKeeper';

const FLOW_PAGE = { script: 'dist/flow.js', style: 'media/flow/flow.css' };

/** Events are sent in batches at this interval, which is shorter than anybody can notice. */
const TOGETHER_MS = 30;
/** A run is kept after it has stopped for so long. */
const STILL_MS = 300;
/** While a run goes on it is kept at this interval. */
const UNDER_WAY_MS = 1500;
/** A run with more events is kept only when it has stopped, because to cover its secrets takes long. */
const MOST_UNDER_WAY = 1000;

/**
 * The flow simulator of one scenario in an editor tab. It tells the page what happens, and does what the page asks for.
 */
export class FlowPanel implements vscode.Disposable {
  private readonly closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.closed.event;
  private waiting: RunEvent[] = [];
  private readonly together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.tellWaiting());
  private readonly still = new Coalesced(nodeTimers, STILL_MS, () => void this.keep());
  private readonly underWay = new Coalesced(nodeTimers, UNDER_WAY_MS, () => {
    if (this.phase === 'running' && this.session.events.length <= MOST_UNDER_WAY) void this.keep();
  });
  private readonly disposables: DisposableStore;
  private readonly secrets: ToldSecrets;
  private readonly follower: FlowFollower;
  private ended: Promise<void> | undefined;

  /** @param file absolute path of the scenario */
  constructor(
    readonly file: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly session: FlowSession,
    private readonly extensionUri: vscode.Uri,
    private readonly dialogs: FileDialogs,
    private readonly log: vscode.LogOutputChannel,
    private readonly records: FlowRecords,
    private readonly splits: SplitKeeper,
  ) {
    this.secrets = new ToldSecrets(session);
    this.follower = new FlowFollower(
      session,
      () => openScenario(file, extensionUri),
      (text) => this.tell({ kind: 'notice', text }),
    );
    this.disposables = new DisposableStore(
      this.follower,
      this.together,
      this.still,
      this.underWay,
      panel.webview.onDidReceiveMessage((message) => void this.hear(message)),
      panel.onDidDispose(() => {
        // Not where the window ends: then it comes back with it.
        void records.forget(file);
        void this.dispose();
      }),
      splits.onDidChange((by) => by !== this && this.tell({ kind: 'split', split: splits.split })),
      session.onDidHappen((event) => this.happened(event)),
      session.onDidChangeStatus((status) => {
        this.tellWaiting();
        this.tell({ kind: 'status', status });
        if (status.phase === 'paused' || status.phase === 'ended') this.still.call();
      }),
      session.onDidRestart(() => {
        void records.forget(file);
        this.tellAll();
      }),
    );
    servePage(panel, extensionUri, FLOW_PAGE);
  }

  reveal(): void {
    this.panel.reveal();
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  get name(): string {
    return this.session.outline.name;
  }

  get description(): string {
    return this.session.outline.description;
  }

  get phase(): FlowPhase {
    return this.session.status.phase;
  }

  /** The number of steps in the scenario. Requests that were sent by hand do not count. */
  get steps(): number {
    return this.session.outline.steps.length;
  }

  /** The first step that failed, with the reason. */
  get failure(): string | undefined {
    return this.session.failure;
  }

  /** Starts over with the current text of the file, when nothing has run yet or nothing is left to run. */
  async makeReady(): Promise<void> {
    const { phase, holdsNext } = this.session.status;
    if (phase === 'ended' || phase === 'broken' || phase === 'kept' || (phase === 'idle' && !holdsNext))
      await this.session.restart(await openScenario(this.file, this.extensionUri));
  }

  /**
   * Runs from the current step to the end.
   * @param paceMs real milliseconds between two steps
   */
  async play(paceMs?: number): Promise<void> {
    await this.session.play(paceMs);
  }

  /** Resolves when the server of the run is gone, which may take a moment. */
  dispose(): Promise<void> {
    if (!this.ended) {
      this.ended = this.session.dispose().catch((error: Error) => this.log.error(error));
      void this.disposables.dispose();
      this.panel.dispose();
      this.closed.fire();
      this.closed.dispose();
    }
    return this.ended;
  }

  private async hear(message: unknown): Promise<void> {
    await hearPage<FromPage>(message, {
      inLog: 'flow simulator',
      log: this.log,
      validate: validateFromPage,
      obey: (asked) => this.obey(asked),
      tell: (text) => this.tell({ kind: 'notice', text }),
      notTaken: l10n.t('This was not done, as it is not what the flow simulator takes.'),
    });
  }

  private async obey(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'misunderstood':
        this.log.warn(`The flow simulator: its page does not take a message: ${message.problem}`);
        return this.tell({
          kind: 'notice',
          text: l10n.t(
            'The page may show too little, as it did not take a message. Close it, and open the flow again.',
          ),
        });
      case 'ready':
        return message.version === FLOW_PROTOCOL
          ? this.tellAll()
          : this.tell({
              kind: 'notice',
              text: l10n.t('This page is of another version of Session Workbench. Close it, and open the flow again.'),
            });
      case 'copyCurl':
        return await this.copyCurl(message.message);
      case 'export':
        return await this.export(message.format);
      case 'save':
        return await this.save();
      case 'openStep':
        return await this.openStep(message.step);
      case 'split':
        return await this.splits.keep(message.split, this);
      case 'restart':
        return await this.session.restart(
          this.requireTrust() ? await openScenario(this.file, this.extensionUri) : undefined,
        );
      default:
        if (!this.requireTrust()) return;
        // What was asked for may be about a step of the flow as it was.
        if ((await this.follower.readAgain()) && message.kind !== 'play' && message.kind !== 'step') return;
        await this.session.ask(message);
    }
  }

  /** A run executes code of the workspace and writes files, so it needs a trusted workspace. */
  private requireTrust(): boolean {
    if (vscode.workspace.isTrusted) return true;
    this.tell({ kind: 'notice', text: l10n.t('This workspace is not trusted, so no flow is run in it.') });
    return false;
  }

  private happened(event: RunEvent): void {
    this.waiting.push(event);
    this.together.call();
    if (event.kind === 'stepEnded') this.underWay.call();
  }

  private tellWaiting(): void {
    const events = this.waiting;
    this.waiting = [];
    if (events.length > 0) this.tell({ kind: 'events', events, secrets: this.secrets.fresh(events) });
  }

  /** Sends the whole state to a page that has just started listening. */
  private tellAll(): void {
    this.waiting = [];
    const { outline, events, status } = this.session;
    const strings = flowStrings(SYSTEM_PARTS, phraseIn, CHANGED_THINGS);
    this.tell({
      kind: 'flow',
      version: FLOW_PROTOCOL,
      strings,
      language: vscode.env.language,
      outline,
      events,
      status,
      split: this.splits.split,
      secrets: this.secrets.all(),
    });
  }

  /** Keeps the run for a reload of the window, without its secrets. */
  private async keep(): Promise<void> {
    const { outline, events, secrets } = this.session;
    await this.records.keep(this.file, outline, coveredEvents(endedEvents(events), SLICES, secrets));
  }

  private tell(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  private async copyCurl(id: number): Promise<void> {
    const text = this.session.curlOf(id);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    this.tell({ kind: 'notice', text: l10n.t('The message is in the clipboard as curl, with its secrets.') });
  }

  private async export(format: ExportFormat): Promise<void> {
    const target = await this.askFile(`${stemOf(this.file)}.${EXPORT_ENDINGS[format]}`, l10n.t('Export'));
    if (!target) return;
    await writeSecretFile(target, exportedFlow(this.session, format));
    this.tell({ kind: 'notice', text: l10n.t('Exported as {0}; secrets are covered.', path.basename(target.fsPath)) });
  }

  private async save(): Promise<void> {
    if (!this.requireTrust()) return;
    const target = await this.askFile(`${stemOf(this.file)}-by-hand${SCENARIO_ENDING}`, l10n.t('Save Scenario'));
    if (!target) return;
    const { current } = this.session;
    const name = l10n.t('{0}, by hand', current.name);
    const source = this.session.toScenario(name, movedOptions(current, path.dirname(target.fsPath)), (ms) =>
      l10n.t('Clock: {0} later', durationText(ms)),
    );
    await writeSecretFile(target, `${JSON.stringify(source, undefined, 2)}\n`);
    this.tell({ kind: 'notice', text: l10n.t('Saved as {0}.', path.basename(target.fsPath)) });
  }

  private async askFile(name: string, label: string): Promise<vscode.Uri | undefined> {
    const place = vscode.Uri.file(this.file);
    // Next to the scenario, unless it ships with the extension: nothing may be saved among the extension's files.
    const beside = vscode.workspace.getWorkspaceFolder(place) && vscode.Uri.joinPath(place, '..');
    return this.dialogs.save(name, { saveLabel: label }, beside);
  }

  private async openStep(index: number): Promise<void> {
    const place = this.session.outline.steps[index]?.place;
    if (!place) return;
    const { start, end } = place.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const viewColumn = vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(vscode.Uri.file(place.file), { selection, viewColumn });
  }
}
