import * as vscode from 'vscode';
import { CONFIGURATION_NAME } from '../../core/configuration/configuration';
import { readConfiguration } from '../../core/configuration/readConfiguration';
import type { Range } from '../../core/json/position';
import { serverFaults } from '../../server/kernel/options/serverFaults';
import { l10n } from '../host/l10n';
import { editorRange } from '../host/ranges';

/** What a message about a name or a value says may be meant, where it stands. */
const MEANT = /; “([^”]+)” may be meant/;

/**
 * Offers the name that may be meant, where a configuration has one that is not known. It goes by the text that is open, whoever has
 * told of it: VS Code does so too, by the JSON schema of the file.
 */
export function configurationFixes(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file', pattern: `**/${CONFIGURATION_NAME}` },
    {
      async provideCodeActions(document, range, { diagnostics }) {
        return (await mendable(document.getText()))
          .filter((each) => editorRange(each.range).intersection(range))
          .map((each) => actionFor(document, each, diagnostics));
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

interface Mendable {
  readonly range: Range;
  /** What belongs there. */
  readonly meant: string;
}

async function mendable(text: string): Promise<Mendable[]> {
  const { faults, configuration } = readConfiguration(text);
  return [...faults, ...(await serverFaults(configuration.server, () => text))].flatMap(({ message, range }) => {
    const meant = MEANT.exec(message)?.[1];
    return meant === undefined ? [] : [{ range, meant }];
  });
}

function actionFor(
  document: vscode.TextDocument,
  { range, meant }: Mendable,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(l10n.t('Change to “{0}”', meant), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, editorRange(range), JSON.stringify(meant));
  action.diagnostics = diagnostics.filter((each) => each.range.intersection(editorRange(range)));
  action.isPreferred = true;
  return action;
}
