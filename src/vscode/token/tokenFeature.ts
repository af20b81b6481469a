import type { Host } from '../host/createHost';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import type { SessionTargets } from '../sessions/targets';
import { registerTokenCommands } from './tokenCommands';
import { TokenFiles } from './tokenFiles';
import { TokenInsight } from './tokenInsight';

/** What connection tokens need of the rest of the extension. */
export interface TokenNeeds {
  readonly documents: SessionDocuments;
  readonly writer: SessionWriter;
  readonly targets: SessionTargets;
}

/** Shows the content of connection tokens, and registers the commands that decode and change them. */
export function registerToken(
  { disposables, commands }: Pick<Host, 'disposables' | 'commands'>,
  needs: TokenNeeds,
): void {
  const { documents, writer, targets } = needs;
  disposables.add(new TokenFiles(writer));
  disposables.add(new TokenInsight(documents.index, documents));
  registerTokenCommands(commands, targets, writer);
}
