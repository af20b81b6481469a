import type { Host } from '../host/createHost';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { Push } from './push';
import { addTarget, type PushCommandTools, registerPushCommands } from './pushCommands';
import { type DestinationActions, PushDestinations, type PushServer } from './pushDestinations';
import type { PushResults } from './pushResults';
import { PushSecrets } from './pushSecrets';
import { PushTargets } from './pushTargets';

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

/** Builds what pushes, and registers its commands. */
export function registerPush(
  host: Pick<Host, 'commands' | 'memento' | 'secrets' | 'extensionUri' | 'log'>,
  needs: PushNeeds,
): void {
  const { commands, memento, extensionUri, log } = host;
  const { server, documents, pending, agreement, results, showRow } = needs;
  const { index } = documents;
  const targets = new PushTargets(host.secrets, log);
  const secrets = new PushSecrets(targets);
  const destinations = new PushDestinations(server, agreement, targets, pending, memento, {
    startServer: needs.startServer,
    addTarget: () => addTarget(targets, secrets),
  });
  const push = new Push({ index, documents, pending, results, secrets, memento, log });
  registerPushCommands(commands, { push, destinations, targets, secrets, results, showRow, extensionUri });
}
