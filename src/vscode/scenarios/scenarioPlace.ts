import * as vscode from 'vscode';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';

/**
 * A file name that is free in this folder.
 * @param stem what it begins with
 */
export async function freeScenarioName(folder: vscode.Uri, stem: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = `${stem}${n === 1 ? '' : `-${n}`}${SCENARIO_ENDING}`;
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name));
    } catch {
      return name;
    }
  }
}

/** The same file, with the ending that makes it a scenario. */
export function withScenarioEnding(uri: vscode.Uri): vscode.Uri {
  if (uri.path.endsWith(SCENARIO_ENDING)) return uri;
  return uri.with({ path: `${uri.path.replace(/\.json$/, '')}${SCENARIO_ENDING}` });
}
