import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionChanges } from '../changes/sessionChanges';
import type { ContextKeySetter } from '../host/contextKeys';
import type { Later } from '../host/later';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { PushResults } from '../push/pushResults';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import type { DevServerController } from '../server/devServerController';
import { isAtFault } from '../sessions/atFault';
import { TOUR_KEYS } from './tourContract';

/** A step of the walkthroughs. */
type TourStep = keyof typeof TOUR_KEYS;

/** What the steps of the walkthroughs are about. */
export interface TourNeeds {
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly changes: Later<Pick<SessionChanges, 'changes' | 'onDidChange'>>;
  readonly devServer: Pick<DevServerController, 'onDidChangeStatus' | 'onDidChangeState'>;
  readonly runs: Later<Pick<ScenarioResults, 'onDidChange'>>;
  readonly results: Pick<PushResults, 'of' | 'onDidChange'>;
}

/**
 * Completes the steps of the walkthroughs when something was really done. Calling a command is not enough, because its
 * dialog can be cancelled. VS Code completes a step when its context key becomes true while it knows the walkthrough,
 * but not if the key was true before. So a key is true only for a moment: when the step is done, and again when a page
 * of VS Code itself opens, which may be the walkthrough.
 */
export class Tour implements vscode.Disposable {
  private readonly steps = new Set<TourStep>();
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly context: ContextKeySetter,
    { documents, pending, changes, devServer, runs, results }: TourNeeds,
  ) {
    const { index } = documents;
    const look = () => {
      if (index.folders().some((folder) => index.stateOf(folder)?.kind === 'ready')) this.done('folderShown');
      const document = vscode.window.activeTextEditor?.document;
      const key = document && documents.keyOf(document);
      if (key && isAtFault(index.entry(key))) this.done('faultSeen');
    };
    this.subscriptions = new DisposableStore(
      vscode.window.onDidChangeActiveTextEditor(look),
      // A file that is open at the start of the window is checked later.
      index.onDidChange(look),
      pending.onDidChange(({ keys }) => {
        if (keys.some((key) => pending.of(key) === 'changed')) this.done('sessionChanged');
      }),
      devServer.onDidChangeStatus((status) => {
        if (status === 'running') this.done('serverStarted');
      }),
      devServer.onDidChangeState(({ after }) => {
        if ((after?.systems.web?.sessions.length ?? 0) > 0) this.done('webSessionMade');
      }),
      results.onDidChange((folder) => {
        if (results.of(folder)?.outcome) this.done('pushed');
      }),
      vscode.window.onDidOpenTerminal(() => this.done('terminalOpened')),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        if ([...opened, ...changed].some(({ input }) => input === undefined))
          for (const step of this.steps) this.tick(step);
      }),
    );
    look();
    changes.whenLoaded((log) => this.watchUndo(log));
    runs.whenLoaded(({ onDidChange }) => this.subscriptions.add(onDidChange(() => this.done('flowPlayed'))));
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  /** What was undone before the window was opened is not what its user does now. */
  private watchUndo(log: Pick<SessionChanges, 'changes' | 'onDidChange'>): void {
    const undone = () => log.changes.filter(({ state }) => state === 'undone').map(({ id }) => id);
    let before = undone();
    const compare = () => {
      const now = undone();
      if (now.some((id) => !before.includes(id))) this.done('changeUndone');
      before = now;
    };
    this.subscriptions.add(log.onDidChange(compare));
  }

  private done(step: TourStep): void {
    if (this.steps.has(step)) return;
    this.steps.add(step);
    this.tick(step);
  }

  private tick(step: TourStep): void {
    this.context.set(TOUR_KEYS[step], true);
    this.context.set(TOUR_KEYS[step], false);
  }
}
