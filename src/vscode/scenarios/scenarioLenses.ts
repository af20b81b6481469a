import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import { l10n } from '../host/l10n';
import { isScenarioDocument, SCENARIO_FILES } from './scenarioFiles';

/** Over the first line of a scenario file: run it, or see it. */
export function registerScenarioLenses(): vscode.Disposable {
  const pattern = { scheme: 'file', pattern: SCENARIO_FILES };
  return vscode.languages.registerCodeLensProvider(pattern, {
    provideCodeLenses: (document) => {
      if (!isScenarioDocument(document)) return [];
      const { uri } = document;
      const first = new vscode.Range(0, 0, 0, 0);
      const lens = (command: string, title: string) => new vscode.CodeLens(first, { command, title, arguments: [uri] });
      return [lens(COMMANDS.scenarioRun, l10n.t('Run')), lens(COMMANDS.flowOpen, l10n.t('Open in Flow Simulator'))];
    },
  });
}
