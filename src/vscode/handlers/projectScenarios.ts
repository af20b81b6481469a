import path from 'node:path';
import * as vscode from 'vscode';
import { scenarioPaths } from '../../core/scenario/scenarioPaths';
import type { CheckPool } from '../../disk/checkPool';
import { isAtOrIn } from '../../disk/isAtOrIn';
import { findScenarioFiles, openOrSavedText } from '../scenarios/scenarioDocuments';

/** The places in scenarios that take the project to which a class or a module belongs. */
export type ScenariosOfProject = (code: vscode.Uri) => Promise<readonly vscode.Location[]>;

const PROJECT_OPTIONS = [
  ['web', 'project'],
  ['web', 'code'],
];

/** Looks through the scenarios of the workspace. One that cannot be read takes nothing. */
export function scenariosOfProject(pool: CheckPool): ScenariosOfProject {
  return async (code) => {
    const { files } = await findScenarioFiles(pool);
    const found: vscode.Location[] = [];
    for (const uri of files) {
      const text = await openOrSavedText(uri.fsPath).catch(() => '');
      for (const { named, start, end } of scenarioPaths(text, PROJECT_OPTIONS)) {
        if (!isAtOrIn(path.resolve(path.dirname(uri.fsPath), named), code.fsPath)) continue;
        found.push(new vscode.Location(uri, rangeIn(text, start, end)));
        break;
      }
    }
    return found;
  };
}

function rangeIn(text: string, start: number, end: number): vscode.Range {
  const before = text.slice(0, start).split('\n');
  const character = before.at(-1)?.length ?? 0;
  const line = before.length - 1;
  return new vscode.Range(line, character, line, character + end - start);
}
