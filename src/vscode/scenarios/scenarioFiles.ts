import fs from 'node:fs';
import * as vscode from 'vscode';
import { isScenario } from '../../core/scenario/isScenario';
import { readScenario, type ScenarioReading } from '../../core/scenario/readScenario';
import type { CheckPool } from '../../disk/checkPool';
import { includeFromDisk, SCENARIO_ENDING, scenarioSchema } from '../../scenario/loadScenario';
import { findWorkspaceFiles } from '../host/workspaceFiles';

/** The scenario files of a workspace, wherever they are; and those of other tools. */
export const SCENARIO_FILES = `**/*${SCENARIO_ENDING}`;

/** Whether a file is named as a scenario. */
export function isNamedScenario({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && path.endsWith(SCENARIO_ENDING);
}

/** Whether a file is a scenario of ours, as it is in the editor, else on disk. */
export function isScenarioFile(uri: vscode.Uri): boolean {
  if (!isNamedScenario(uri)) return false;
  try {
    return isScenario(openOrSavedText(uri.fsPath));
  } catch {
    // It is gone, or nobody may read it.
    return false;
  }
}

/** Whether a document is a scenario of ours by now. */
export function isScenarioDocument(document: vscode.TextDocument): boolean {
  return !document.isClosed && isNamedScenario(document.uri) && isScenario(document.getText());
}

/** Those of the workspace, without those of other tools. */
export async function findScenarioFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  const named = await findWorkspaceFiles(pool, SCENARIO_ENDING);
  return named.filter(isScenarioFile);
}

/**
 * Reads a scenario file with its includes, each as it is in the editor, else on disk.
 * @param file absolute path
 * @throws the system's error when it cannot be read
 */
export function readOpenScenario(file: string): ScenarioReading {
  return readScenario(openOrSavedText(file), { file, schema: scenarioSchema, include: includeOpen });
}

const includeOpen: typeof includeFromDisk = (include, from) => {
  const found = includeFromDisk(include, from);
  return found && { file: found.file, text: openText(found.file) ?? found.text };
};

/** @throws the system's error when it is neither open nor readable */
export function openOrSavedText(file: string): string {
  return openText(file) ?? fs.readFileSync(file, 'utf8');
}

function openText(file: string): string | undefined {
  const { fsPath } = vscode.Uri.file(file);
  const isOpen = ({ uri, isClosed }: vscode.TextDocument) =>
    uri.scheme === 'file' && uri.fsPath === fsPath && !isClosed;
  return vscode.workspace.textDocuments.find(isOpen)?.getText();
}
