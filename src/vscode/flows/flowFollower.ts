import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { Scenario } from '../../core/scenario/scenario';
import type { FlowSession } from '../../scenario/flowSession';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import { SCENARIO_FILES } from '../scenarios/scenarioName';

const TOGETHER_MS = 200;

/**
 * Keeps a simulator to what its flow is now. Before the first step, a flow that was changed is read again. After it, what was
 * done would be void, so the change is only told.
 */
export class FlowFollower implements vscode.Disposable {
  /** Whether it was told that the flow is another one. */
  private isTold = false;
  private readonly disposables: DisposableStore;

  /**
   * @param read gives the flow as it is in its editor or on disk, and rejects if it cannot be run
   * @param tell shows a sentence on the page
   */
  constructor(
    private readonly session: Pick<FlowSession, 'status' | 'current' | 'restart' | 'ask' | 'onDidRestart'>,
    private readonly read: () => Promise<Scenario>,
    private readonly tell: (text: string) => void,
  ) {
    const together = new Coalesced(nodeTimers, TOGETHER_MS, () => void this.look());
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    const soon = () => together.call();
    this.disposables = new DisposableStore(
      together,
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidChange(soon),
      vscode.workspace.onDidSaveTextDocument(soon),
      // VS Code may not report what another program changes.
      onWindowFocus(soon),
      session.onDidRestart(() => {
        this.isTold = false;
      }),
    );
  }

  /**
   * Reads the flow again if nothing was done yet.
   * @returns whether it is another one now
   * @throws one sentence that says why it cannot be run
   */
  async readAgain(): Promise<boolean> {
    if (this.session.status.phase !== 'idle') return false;
    const now = await this.read();
    const { phase, holdsNext } = this.session.status;
    // It may have been started, or read, meanwhile.
    if (phase !== 'idle' || isSame(now, this.session.current)) return false;
    await this.session.restart(now);
    if (holdsNext) await this.session.ask({ kind: 'holdNext', on: true });
    this.tell(l10n.t('The flow was read again, as its file was changed.'));
    return true;
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private async look(): Promise<void> {
    try {
      if (this.session.status.phase === 'idle') await this.readAgain();
      else if (isSame(await this.read(), this.session.current)) this.isTold = false;
      else this.tellChanged();
    } catch (error) {
      if (this.session.status.phase === 'idle') this.tell(errorText(error));
      else this.tellChanged();
    }
  }

  private tellChanged(): void {
    if (this.isTold) return;
    this.isTold = true;
    this.tell(l10n.t('The flow was changed since. Restart it to play it as it is now.'));
  }
}

/** Whether two readings are one flow. All that differs by itself are functions, which are left out. */
function isSame(one: Scenario, other: Scenario): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
