import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { PushCommandTools } from './pushCommands';
import { PUSH_COMMANDS } from './pushContract';
import type { DestinationActions, PushServer } from './pushDestinations';
import type { PushResults } from './pushResults';

/** What pushing needs of the rest of the extension. */
export interface PushNeeds {
  readonly server: PushServer;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly results: PushResults;
  readonly startServer: DestinationActions['startServer'];
  readonly showRow: PushCommandTools['showRow'];
}

/** Registers the commands that push. What handles them is loaded when the first is called. */
export function registerPush(
  host: Pick<Host, 'commands' | 'memento' | 'secrets' | 'extensionUri' | 'log'>,
  needs: PushNeeds,
): void {
  const push = new Later(async () => (await import('./openPush.js')).openPush(host, needs));
  host.commands.registerLate(PUSH_COMMANDS, () => push.get());
}
