import type * as vscode from 'vscode';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';

/** A glob pattern for scenario files anywhere in a workspace. Files of other tools match it too. */
export const SCENARIO_FILES = `**/*${SCENARIO_ENDING}`;

/** Whether the name of a file is that of a scenario. */
export function isNamedScenario({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && path.endsWith(SCENARIO_ENDING);
}
