import * as vscode from 'vscode';
import { type FileLimit, fileFaultPhrase } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import { writePrivate } from '../../disk/privateFile';
import { readUserFile } from '../../disk/userFile';
import { phraseIn } from './phraseText';

/** A file on this machine is read in the one way; VS Code's own would wait for a pipe. Others are VS Code's. */
export async function readWorkspaceFile(uri: vscode.Uri, limit: FileLimit): Promise<Uint8Array> {
  try {
    if (uri.scheme === 'file') return (await readUserFile(uri.fsPath, { limit })).bytes;
    const { size: bytes } = await vscode.workspace.fs.stat(uri);
    if (bytes > limit.bytes) throw new UserFileError(uri.path, { kind: 'tooLarge', bytes, limit });
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    throw new Error(phraseIn(fileFaultPhrase(error.file, error.fault)), { cause: error });
  }
}

/**
 * Writes a file that may have secrets in it. A new one on this machine is readable by this user alone. One that is there
 * keeps its mode.
 */
export async function writeSecretFile(uri: vscode.Uri, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  if (uri.scheme === 'file') await writePrivate(uri.fsPath, bytes);
  else await vscode.workspace.fs.writeFile(uri, bytes);
}
