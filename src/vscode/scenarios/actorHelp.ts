import * as vscode from 'vscode';
import { nearestWord } from '../../core/base/nearestWord';
import { type ActorPlace, actorPlaces } from '../../core/scenario/actorPlaces';
import type { ScenarioCode } from '../../core/scenario/scenarioFinding';
import { type Documents, documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';

const UNKNOWN: ScenarioCode = 'scenario/actor';

/**
 * Registers what the editor does with the names of actors: where one is declared and used, another name everywhere, and
 * the nearest name in place of one that no actor has. Their completion is that of other words.
 * @param wants whether a selected document is to be helped with
 */
export function registerActorHelp(
  documents: Documents,
  wants: (document: vscode.TextDocument) => boolean,
): vscode.Disposable {
  const placesIn = (document: vscode.TextDocument) => (wants(document) ? actorPlaces(document.getText()) : []);
  const alikeAt = (document: vscode.TextDocument, position: vscode.Position) => {
    const places = placesIn(document);
    const offset = document.offsetAt(position);
    const here = places.find(({ start, end }) => start <= offset && offset <= end);
    return { here, alike: here ? places.filter(({ name }) => name === here.name) : [] };
  };
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerDefinitionProvider(documentsIn(documents), {
      provideDefinition(document, position) {
        const { alike } = alikeAt(document, position);
        return alike.filter(({ isDeclared }) => isDeclared).map((place) => locationOf(document, place));
      },
    }),
    languages.registerReferenceProvider(documentsIn(documents), {
      provideReferences(document, position, { includeDeclaration }) {
        const { alike } = alikeAt(document, position);
        return alike
          .filter(({ isDeclared }) => includeDeclaration || !isDeclared)
          .map((place) => locationOf(document, place));
      },
    }),
    languages.registerRenameProvider(documentsIn(documents), {
      prepareRename(document, position) {
        const { here, alike } = alikeAt(document, position);
        if (!here) throw new Error(l10n.t('There is no name of an actor here.'));
        // Other names would be those of another file, which is not changed.
        if (!alike.some(({ isDeclared }) => isDeclared))
          throw new Error(l10n.t('This file declares no actor {0}. Rename it where it is declared.', here.name));
        return insideQuotes(document, here);
      },
      provideRenameEdits(document, position, newName) {
        const { alike } = alikeAt(document, position);
        if (actorPlaces(document.getText()).some(({ name, isDeclared }) => isDeclared && name === newName))
          throw new Error(l10n.t('There is an actor {0} already.', newName));
        const edit = new vscode.WorkspaceEdit();
        for (const place of alike) edit.replace(document.uri, rangeOf(document, place), JSON.stringify(newName));
        return edit;
      },
    }),
    languages.registerCodeActionsProvider(
      documentsIn(documents),
      { provideCodeActions: (document, _range, context) => repairs(document, placesIn(document), context) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** The nearest actor in place of one that is not there; where none is near, each of them. */
function repairs(
  document: vscode.TextDocument,
  places: readonly ActorPlace[],
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const actors = places.filter(({ isDeclared }) => isDeclared).map(({ name }) => name);
  return diagnostics
    .filter(({ code }) => code === UNKNOWN)
    .flatMap((diagnostic) => {
      const wrong = places.find((place) => !place.isDeclared && rangeOf(document, place).isEqual(diagnostic.range));
      if (!wrong || actors.includes(wrong.name)) return [];
      const nearest = nearestWord(wrong.name, actors);
      return (nearest === undefined ? actors : [nearest]).map((name) => {
        const action = new vscode.CodeAction(l10n.t('Change to “{0}”', name), vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = name === nearest;
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, diagnostic.range, JSON.stringify(name));
        return action;
      });
    });
}

function locationOf(document: vscode.TextDocument, place: ActorPlace): vscode.Location {
  return new vscode.Location(document.uri, rangeOf(document, place));
}

function rangeOf(document: vscode.TextDocument, { start, end }: ActorPlace): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function insideQuotes(document: vscode.TextDocument, { name, start, end }: ActorPlace) {
  return { range: rangeOf(document, { name, start: start + 1, end: end - 1, isDeclared: false }), placeholder: name };
}
