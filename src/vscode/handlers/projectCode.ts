import path from 'node:path';
import * as vscode from 'vscode';
import type { FileLimit } from '../../core/files/fileFault';
import { classOf4D, classOfModule } from '../../core/handlers/codeClass';
import type { NamedClass } from '../../core/handlers/codeFindings';
import { readWorkspaceFile } from '../host/workspaceFile';

const CODE_LIMIT: FileLimit = { bytes: 4_000_000, name: 'CODE_LIMIT' };
/** Beside HTTPHandlers.json, and beside the folder of the project. */
const FOLDERS = [
  ['../Classes', /^(.+)\.4dm$/i],
  ['../../../WebCode', /^(.+)\.[cm]?js$/i],
] as const;

/** A class of a 4D project with the file that has it. */
export interface ClassFile extends NamedClass {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/**
 * The classes of a 4D project, from `Project/Sources/Classes`, and the modules that stand for some, from `WebCode`. Texts
 * are those of editors, where a file is open.
 * @param handlers its HTTPHandlers.json
 */
export async function projectCode(handlers: vscode.Uri): Promise<ClassFile[]> {
  const found: ClassFile[] = [];
  for (const [folder, pattern] of FOLDERS) {
    const at = vscode.Uri.joinPath(handlers, folder);
    for (const file of await namesIn(at)) {
      const name = pattern.exec(file)?.[1];
      const uri = vscode.Uri.joinPath(at, file);
      const text = name === undefined ? undefined : await textOf(uri);
      if (name === undefined || text === undefined) continue;
      const read = path.extname(file).toLowerCase() === '.4dm' ? classOf4D(text) : classOfModule(text);
      found.push({ name, uri, text, ...read });
    }
  }
  return found;
}

async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();
  } catch {
    return [];
  }
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString() && !each.isClosed);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await readWorkspaceFile(uri, CODE_LIMIT));
  } catch {
    return undefined;
  }
}
