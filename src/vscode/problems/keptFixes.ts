import type * as vscode from 'vscode';
import type { KeptFix } from './fixUndo';

/** The name under which a workspace remembers its fixes. */
export const FIXES_MEMORY = 'fixesToUndo';

/** The fixes of the workspace that can be undone, the latest last. */
export function keptFixes(memory: vscode.Memento): readonly KeptFix[] {
  return memory.get<readonly KeptFix[]>(FIXES_MEMORY, []);
}
