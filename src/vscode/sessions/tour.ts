import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ContextKeySetter } from '../host/contextKeys';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { isAtFault } from './findingDecorations';
import { TOUR_KEYS } from './sessionsContract';

/** A step of the walkthrough. */
export type TourStep = keyof typeof TOUR_KEYS;

/**
 * Completes the steps of the walkthrough when something was really done. Calling a command is not enough, because its
 * dialog can be cancelled. VS Code completes a step when its context key becomes true while it knows the walkthrough,
 * but not if the key was true before. So a key is true only for a moment: when the step is done, and again when a page
 * of VS Code itself opens, which may be the walkthrough.
 */
export class Tour implements vscode.Disposable {
  private readonly steps = new Set<TourStep>();
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly context: ContextKeySetter,
    index: SessionIndex,
    documents: SessionDocuments,
    pending: NotYetPushed,
  ) {
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
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        if ([...opened, ...changed].some(({ input }) => input === undefined))
          for (const step of this.steps) this.tick(step);
      }),
    );
  }

  done(step: TourStep): void {
    if (this.steps.has(step)) return;
    this.steps.add(step);
    this.tick(step);
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private tick(step: TourStep): void {
    this.context.set(TOUR_KEYS[step], true);
    this.context.set(TOUR_KEYS[step], false);
  }
}
