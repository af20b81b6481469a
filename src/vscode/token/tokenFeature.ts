import type { SessionChanges } from '../changes/sessionChanges';
import type { Host } from '../host/createHost';
import { isInLanguage } from '../host/declared';
import { Later } from '../host/later';
import { whenOpened } from '../host/whenOpened';
import { SESSION_LANGUAGE } from '../language/languageContract';
import type { SessionWriting } from '../mobileApps/createWriting';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { SessionTargets } from '../sessions/targets';
import { TOKEN_COMMANDS } from './tokenContract';
import { TokenFiles } from './tokenFiles';

/** What connection tokens need of the rest of the extension. */
export interface TokenNeeds {
  readonly documents: SessionDocuments;
  readonly writing: SessionWriting;
  readonly changes: Later<SessionChanges>;
  readonly sessions: Later<{ readonly targets: SessionTargets }>;
}

/** Shows the content of connection tokens, and registers the commands that decode and change them. */
export function registerToken(
  { disposables, commands }: Pick<Host, 'disposables' | 'commands'>,
  needs: TokenNeeds,
): void {
  const { documents, writing, changes, sessions } = needs;
  disposables.add(new TokenFiles(writing.writer, changes));
  const insight = new Later(async () => {
    const { TokenInsight } = await import('./tokenInsight.js');
    return disposables.add(new TokenInsight(documents.index, documents));
  });
  const load = () => void commands.attempt(SESSION_LANGUAGE, () => insight.get());
  disposables.add(whenOpened((document) => isInLanguage(document, SESSION_LANGUAGE), load));
  const handlers = new Later(async () => {
    const { registerTokenCommands } = await import('./tokenCommands.js');
    const [{ targets }, writer, log] = await Promise.all([sessions.get(), writing.writer.get(), changes.get()]);
    registerTokenCommands(commands, targets, writer, log);
  });
  commands.registerLate(TOKEN_COMMANDS, () => handlers.get());
}
