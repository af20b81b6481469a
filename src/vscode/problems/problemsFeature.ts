import type { CheckPool } from '../../disk/checkPool';
import type { SessionStore } from '../../disk/sessionStore';
import type { Host } from '../host/createHost';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { SessionTargets } from '../sessions/targets';
import { registerExplain } from './explain';
import { FixAll } from './fixAll';
import { Fixes } from './fixes';
import { FixPreview } from './fixPreview';
import { FixUndo } from './fixUndo';
import { Problems } from './problems';
import { SessionFixes } from './sessionFixes';
import { registerShowInTreeAction } from './showInTreeAction';

/** What findings and their fixes need of the rest of the extension. */
export interface ProblemsNeeds {
  readonly pool: CheckPool;
  readonly store: SessionStore;
  readonly documents: SessionDocuments;
  readonly pending: NotYetPushed;
  readonly targets: SessionTargets;
}

/** Shows the findings of session files in Problems, and registers what fixes and explains them. */
export function registerProblems(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'extensionUri' | 'backupRoot'>,
  needs: ProblemsNeeds,
): void {
  const { disposables, commands, contextKeys, memento, extensionUri, backupRoot } = host;
  const { pool, store, documents, pending, targets } = needs;
  const { index } = documents;
  disposables.add(new Problems(index));
  // VS Code offers the actions of the provider that was registered last first.
  disposables.add(registerShowInTreeAction(documents));
  disposables.add(new Fixes(index, documents));
  registerExplain(commands, extensionUri);
  const preview = disposables.add(new FixPreview(contextKeys));
  const sessionFixes = new SessionFixes(pool, store, pending, backupRoot);
  const undo = disposables.add(new FixUndo(sessionFixes, contextKeys, memento));
  new FixAll(index, sessionFixes, preview, undo).register(commands, targets);
}
