import fs from 'node:fs';
import * as vscode from 'vscode';
import { readScenario, type ScenarioReading } from '../../core/scenario/readScenario';
import { includeFromDisk, SCENARIO_ENDING, scenarioSchema } from '../../scenario/loadScenario';

/** The scenario files of a workspace, wherever they are. */
export const SCENARIO_FILES = `**/*${SCENARIO_ENDING}`;

export function isScenarioFile({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && path.endsWith(SCENARIO_ENDING);
}

/** Those of the workspace. */
export function findScenarioFiles(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles(SCENARIO_FILES, '**/node_modules/**');
}

/**
 * Reads a scenario file with its includes, each as it is in the editor, else on disk.
 * @param file absolute path
 * @throws the system's error when it cannot be read
 */
export function readOpenScenario(file: string): ScenarioReading {
  const text = openText(file) ?? fs.readFileSync(file, 'utf8');
  return readScenario(text, { file, schema: scenarioSchema, include: includeOpen });
}

const includeOpen: typeof includeFromDisk = (include, from) => {
  const found = includeFromDisk(include, from);
  return found && { file: found.file, text: openText(found.file) ?? found.text };
};

function openText(file: string): string | undefined {
  const { fsPath } = vscode.Uri.file(file);
  const isOpen = ({ uri, isClosed }: vscode.TextDocument) =>
    uri.scheme === 'file' && uri.fsPath === fsPath && !isClosed;
  return vscode.workspace.textDocuments.find(isOpen)?.getText();
}
