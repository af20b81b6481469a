import * as vscode from 'vscode';
import { isScenario } from '../../core/scenario/isScenario';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { SCENARIO_LIMIT } from '../../core/scenario/scenarioFileLimit';
import type { CheckPool } from '../../disk/checkPool';
import { diskFiles } from '../../disk/userFile';
import { findWorkspaceFiles, searchedRoots } from '../host/workspaceFiles';
import { isNamedScenario } from './scenarioName';

/** Nobody looks through more in a list. Each is read. */
export const MOST_LISTED = 2000;

export interface FoundScenarios {
  readonly files: readonly vscode.Uri[];
  /** Those above the limit. It is not known whether they are scenarios of ours. */
  readonly unread: readonly vscode.Uri[];
}

/** The folder of the flows that ship, as an absolute path. */
export function shippedScenarios(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, 'media/scenarios').fsPath;
}

/** Whether a file is a scenario of ours, by the text in its editor or on disk. */
export async function isScenarioFile(uri: vscode.Uri): Promise<boolean> {
  if (!isNamedScenario(uri)) return false;
  try {
    return isScenario(await openOrSavedText(uri.fsPath));
  } catch {
    // The file is gone, or cannot be read.
    return false;
  }
}

/** Whether the current text of a document is a scenario of ours. */
export function isScenarioDocument(document: vscode.TextDocument): boolean {
  return !document.isClosed && isNamedScenario(document.uri) && isScenario(document.getText());
}

/**
 * The scenario files of the workspace, without those of other tools. Of very many, only the first ones.
 * @param most how many are looked at
 * @throws an AbortError when the signal is aborted
 */
export async function findScenarioFiles(
  pool: CheckPool,
  signal?: AbortSignal,
  most = MOST_LISTED,
): Promise<FoundScenarios> {
  const named = await findWorkspaceFiles(pool, SCENARIO_ENDING);
  const files: vscode.Uri[] = [];
  for (const uri of named.slice(0, most)) {
    signal?.throwIfAborted();
    if (await isScenarioFile(uri)) files.push(uri);
  }
  return { files, unread: named.slice(most) };
}

/**
 * The text of a file in its editor or on disk. A link is not followed: it may lead out of the workspace.
 * @throws UserFileError if it is neither open nor readable
 */
export async function openOrSavedText(file: string): Promise<string> {
  const open = openText(file);
  return open ?? savedText(file);
}

/**
 * The text of a file on disk. A link is not followed, as above.
 * @throws UserFileError if it is not readable
 */
export async function savedText(file: string): Promise<string> {
  return (await diskFiles.read(file, { limit: SCENARIO_LIMIT, links: 'refused' })).bytes.toString('utf8');
}

/** Absolute paths of the workspace folders on this machine. */
export function workspaceRoots(): string[] {
  return searchedRoots().map(({ folder }) => folder);
}

/** The text of a file in its editor, with what is not saved yet. Undefined if it is not open. */
export function openText(file: string): string | undefined {
  const { fsPath } = vscode.Uri.file(file);
  const isOpen = ({ uri, isClosed }: vscode.TextDocument) =>
    uri.scheme === 'file' && uri.fsPath === fsPath && !isClosed;
  return vscode.workspace.textDocuments.find(isOpen)?.getText();
}
