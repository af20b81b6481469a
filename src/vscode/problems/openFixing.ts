import type { Host } from '../host/createHost';
import { FixAll } from './fixAll';
import { FixPreview } from './fixPreview';
import { FixUndo } from './fixUndo';
import type { ProblemsNeeds } from './problemsFeature';
import { SessionFixes } from './sessionFixes';

/** Builds what fixes many files and takes that back, and registers what handles its commands. */
export async function openFixing(
  {
    disposables,
    commands,
    contextKeys,
    memento,
    backupRoot,
  }: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'backupRoot'>,
  { pool, writing, documents, pending, sessions }: ProblemsNeeds,
): Promise<void> {
  const [store, { targets }] = await Promise.all([writing.store.get(), sessions.get()]);
  const preview = disposables.add(new FixPreview(contextKeys));
  const sessionFixes = new SessionFixes(pool, store, pending, backupRoot);
  const undo = disposables.add(new FixUndo(sessionFixes, contextKeys, memento));
  new FixAll(documents.index, sessionFixes, preview, undo).register(commands, targets);
}
