import type { Host } from '../host/createHost';
import { FixAll } from './fixAll';
import { FixPreview } from './fixPreview';
import type { ProblemsNeeds } from './problemsFeature';
import { SessionFixes } from './sessionFixes';

/** Builds what fixes many files, and registers what handles its commands. */
export async function openFixing(
  {
    disposables,
    commands,
    contextKeys,
    backupRoot,
  }: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'backupRoot'>,
  { pool, writing, changes, documents, pending, sessions }: ProblemsNeeds,
): Promise<void> {
  const [store, { targets }, log] = await Promise.all([writing.store.get(), sessions.get(), changes.get()]);
  const preview = disposables.add(new FixPreview(contextKeys));
  const sessionFixes = new SessionFixes(pool, documents.index, store, pending, backupRoot);
  new FixAll(documents.index, sessionFixes, preview, log).register(commands, targets);
}
