import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ContextKeySetter } from '../host/contextKeys';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { isAtFault } from './faultDecorations';
import { TOUR_KEYS } from './sessionsContract';

/** What the walkthrough of the extension asks its reader to do. */
export type TourStep = keyof typeof TOUR_KEYS;

/**
 * Ticks the steps of the walkthrough when something was really done. That a command was called says nothing, since its
 * dialog can be cancelled.
 *
 * VS Code ticks a step when a context key becomes true while the walkthrough is known to it, and never when the key was
 * true before. So a key is true for a moment only: when the thing is done, and again when a page of VS Code itself opens,
 * which may be the walkthrough.
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
      // A file that is open when the window starts is checked later.
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
