import * as vscode from 'vscode';
import { isScenario } from '../../core/scenario/isScenario';
import { readScenario, type ScenarioReading } from '../../core/scenario/readScenario';
import { DEVICE } from '../../core/systems';
import type { CheckPool } from '../../disk/checkPool';
import { diskFiles } from '../../disk/userFile';
import { includeFromDisk, SCENARIO_ENDING, scenarioSchema } from '../../scenario/loadScenario';
import { SCENARIO_LIMIT } from '../../scenario/readableFiles';
import { findWorkspaceFiles } from '../host/workspaceFiles';

/** A glob pattern for scenario files anywhere in a workspace. Files of other tools match it too. */
export const SCENARIO_FILES = `**/*${SCENARIO_ENDING}`;

/** Whether the name of a file is that of a scenario. */
export function isNamedScenario({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && path.endsWith(SCENARIO_ENDING);
}

/** Whether a file is a scenario of ours, by the text in its editor or on disk. */
export function isScenarioFile(uri: vscode.Uri): boolean {
  if (!isNamedScenario(uri)) return false;
  try {
    return isScenario(openOrSavedText(uri.fsPath));
  } catch {
    // The file is gone, or cannot be read.
    return false;
  }
}

/** Whether the current text of a document is a scenario of ours. */
export function isScenarioDocument(document: vscode.TextDocument): boolean {
  return !document.isClosed && isNamedScenario(document.uri) && isScenario(document.getText());
}

/** The scenario files of the workspace, without those of other tools. */
export async function findScenarioFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  const named = await findWorkspaceFiles(pool, SCENARIO_ENDING);
  return named.filter(isScenarioFile);
}

/**
 * Reads a scenario file and the files that it includes. Each is taken from its editor when it is open, otherwise from
 * disk.
 * @param file absolute path
 * @throws UserFileError if it cannot be read
 */
export function readOpenScenario(file: string): ScenarioReading {
  return readScenario(openOrSavedText(file), { file, schema: scenarioSchema, device: DEVICE, include: includeOpen });
}

const includeSaved = includeFromDisk(diskFiles);
const includeOpen: typeof includeSaved = (include, from) => {
  const found = includeSaved(include, from);
  return found && { file: found.file, text: openText(found.file) ?? found.text };
};

/** @throws UserFileError if it is neither open nor readable */
export function openOrSavedText(file: string): string {
  return openText(file) ?? diskFiles.readSync(file, { limit: SCENARIO_LIMIT }).bytes.toString('utf8');
}

function openText(file: string): string | undefined {
  const { fsPath } = vscode.Uri.file(file);
  const isOpen = ({ uri, isClosed }: vscode.TextDocument) =>
    uri.scheme === 'file' && uri.fsPath === fsPath && !isClosed;
  return vscode.workspace.textDocuments.find(isOpen)?.getText();
}
