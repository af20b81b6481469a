import type { Host } from '../host/createHost';
import { Push } from './push';
import { addTarget, registerPushCommands } from './pushCommands';
import { PushDestinations } from './pushDestinations';
import type { PushNeeds } from './pushFeature';
import type { PushNode } from './pushNode';
import { PushSecrets } from './pushSecrets';
import { PushTargets } from './pushTargets';

/** Builds what pushes, and registers what handles its commands. */
export function openPush(
  host: Pick<Host, 'commands' | 'memento' | 'secrets' | 'extensionUri' | 'log'>,
  needs: PushNeeds,
): void {
  const { commands, memento, extensionUri, log } = host;
  const { server, documents, pending, agreement, results, starter, sessions } = needs;
  const { index } = documents;
  const targets = new PushTargets(host.secrets, log);
  const secrets = new PushSecrets(targets);
  const destinations = new PushDestinations(server, agreement, targets, pending, memento, {
    startServer: async (folder) => (await starter.get()).start(folder),
    addTarget: () => addTarget(targets, secrets),
  });
  const push = new Push({ index, documents, pending, results, secrets, memento, log });
  const showRow = async (row: PushNode) => (await sessions.get()).rows.showPush(row);
  registerPushCommands(commands, { push, destinations, targets, secrets, results, showRow, extensionUri });
}
