import type * as vscode from 'vscode';
import type { FileLimit } from '../../core/files/fileFault';
import { readWorkspaceFile } from '../host/workspaceFile';
import { openHandlers } from './handlerFiles';

const HANDLERS_LIMIT: FileLimit = { bytes: 1_000_000, name: 'HANDLERS_LIMIT' };

/** The text of a file: from its editor when it is open, otherwise from disk. Undefined when there is no such file. */
export async function handlerText(uri: vscode.Uri): Promise<string | undefined> {
  const open = openHandlers(uri);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await readWorkspaceFile(uri, HANDLERS_LIMIT));
  } catch {
    return undefined;
  }
}
