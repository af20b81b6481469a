import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import { Later } from '../host/later';
import { writtenSetting } from '../host/settings';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { PushCommandTools } from './pushCommands';
import { PUSH_COMMANDS, PUSH_KEYS, PUSH_SETTINGS } from './pushContract';
import type { DestinationActions, PushServer } from './pushDestinations';
import type { PushResults } from './pushResults';

/** What pushing needs of the rest of the extension. */
export interface PushNeeds {
  readonly server: PushServer;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly results: PushResults;
  readonly starter: Later<{ readonly start: DestinationActions['startServer'] }>;
  /** The view that has a row for the last push of a folder. */
  readonly sessions: Later<{ readonly rows: { readonly showPush: PushCommandTools['showRow'] } }>;
}

/** Registers the commands that push. What handles them is loaded when the first is called. */
export function registerPush(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'secrets' | 'extensionUri' | 'log'>,
  needs: PushNeeds,
): void {
  const push = new Later(async () => (await import('./openPush.js')).openPush(host, needs));
  host.commands.registerLate(PUSH_COMMANDS, () => push.get());
  const { disposables, contextKeys } = host;
  const { results } = needs;
  const look = () => {
    const targets = writtenSetting(PUSH_SETTINGS.targets);
    contextKeys.set(PUSH_KEYS.hasTargets, Array.isArray(targets) && targets.length > 0);
  };
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (isAffected(event, PUSH_SETTINGS.targets)) look();
    }),
  );
  disposables.add(results.onDidChange(() => contextKeys.set(PUSH_KEYS.hasLast, results.folders().length > 0)));
  look();
}
