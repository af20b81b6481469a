import * as vscode from 'vscode';
import type { Executable } from '../contract/command';
import { boundCommand } from '../host/commandRegistry';
import { documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import { SCENARIO_COMMANDS } from './scenarioContract';
import { isScenarioDocument } from './scenarioDocuments';
import { SCENARIO_FILES } from './scenarioName';

/**
 * Registers code lenses above the first line of a scenario file: run it, or open it in the simulator.
 * @param openSimulator the command that opens a scenario in the flow simulator
 */
export function registerScenarioLenses(openSimulator: Executable<[vscode.Uri]>): vscode.Disposable {
  const pattern = { scheme: 'file', pattern: SCENARIO_FILES };
  return vscode.languages.registerCodeLensProvider(documentsIn(pattern), {
    provideCodeLenses: (document) => {
      if (!isScenarioDocument(document)) return [];
      const { uri } = document;
      const first = new vscode.Range(0, 0, 0, 0);
      const lens = (command: Executable<[vscode.Uri]>, title: string) =>
        new vscode.CodeLens(first, boundCommand(command, title, uri));
      return [
        lens(SCENARIO_COMMANDS.scenarioRun, l10n.t('Run')),
        lens(openSimulator, l10n.t('Open in Flow Simulator')),
      ];
    },
  });
}
