import type * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { nodeTimers } from '../host/timers';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { ViewSettings } from './viewSettings';

/** What the view tells of beside its rows. */
export interface ViewSources {
  readonly index: SessionIndex;
  readonly folders: MobileAppsFolders;
  readonly settings: ViewSettings;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
}

/** Calls an update a moment after something of it has changed, once for all that changes meanwhile. */
export class ViewChanges implements vscode.Disposable {
  private readonly disposables: DisposableStore;

  constructor({ index, folders, settings, pending, agreement }: ViewSources, onChange: () => void) {
    const update = new Coalesced(nodeTimers, 60, onChange);
    this.disposables = new DisposableStore(
      update,
      index.onDidChange(() => update.call()),
      folders.onDidDiscover(() => update.call()),
      settings.onDidChange(() => update.call()),
      pending.onDidChange(() => update.call()),
      agreement.onDidChange(() => update.call()),
    );
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }
}
