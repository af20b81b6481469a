import * as vscode from 'vscode';
import { grouped } from '../../core/base/grouped';
import { boundCommand } from '../host/commandRegistry';
import { documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { numberText } from '../host/treeRow';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { namingHandlers } from './codeNames';
import { CODE_FILES } from './handlerFiles';
import type { ScenariosOfProject } from './projectScenarios';

/**
 * Registers code lenses in classes and modules of a 4D project: over each function that request handlers name, which they
 * are, and over the first line the scenarios whose server takes the project.
 */
export function registerCodeLenses(scenariosOf: ScenariosOfProject): vscode.Disposable {
  const pattern = { scheme: 'file', pattern: CODE_FILES };
  return vscode.languages.registerCodeLensProvider(documentsIn(pattern), {
    provideCodeLenses: async ({ uri }, token) => {
      const naming = await namingHandlers(uri);
      const scenarios = naming.length === 0 || token.isCancellationRequested ? [] : await scenariosOf(uri);
      const lens = (line: number, title: string, places: readonly vscode.Location[]) =>
        new vscode.CodeLens(
          new vscode.Range(line, 0, line, 0),
          boundCommand(VSCODE_COMMANDS.showReferences, title, uri, new vscode.Position(line, 0), places),
        );
      const ofHandlers = [...grouped(naming, ({ line }) => line)].map(([line, own]) =>
        lens(
          line,
          handlersText(own.length),
          own.map(({ location }) => location),
        ),
      );
      return scenarios.length === 0 ? ofHandlers : [...ofHandlers, lens(0, scenariosText(scenarios.length), scenarios)];
    },
  });
}

function handlersText(count: number): string {
  return isOne(count)
    ? l10n.t('{0} request handler', numberText(count))
    : l10n.t('{0} request handlers', numberText(count));
}

function scenariosText(count: number): string {
  return isOne(count) ? l10n.t('{0} scenario', numberText(count)) : l10n.t('{0} scenarios', numberText(count));
}
