import path from 'node:path';
import * as vscode from 'vscode';
import { nearestWord } from '../../core/base/nearestWord';
import { type ActorPlace, actorPlaces } from '../../core/scenario/actorPlaces';
import type { ScenarioCode } from '../../core/scenario/scenarioFinding';
import { type Documents, documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import type { ScenarioFamilies } from './scenarioFamilies';

const UNKNOWN: ScenarioCode = 'scenario/actor';

/**
 * Registers what the editor does with the names of actors: where one is declared and used, another name everywhere, and
 * the nearest name in place of one that no actor has. Their completion is that of other words. Files that include each
 * other share their actors, so that all of them are looked at.
 * @param wants whether a selected document is to be helped with
 */
export function registerActorHelp(
  documents: Documents,
  wants: (document: vscode.TextDocument) => boolean,
  families: ScenarioFamilies,
): vscode.Disposable {
  const placesIn = (document: vscode.TextDocument) => (wants(document) ? actorPlaces(document.getText()) : []);
  const alikeAt = (document: vscode.TextDocument, position: vscode.Position) => {
    const places = placesIn(document);
    const offset = document.offsetAt(position);
    const here = places.find(({ start, end }) => start <= offset && offset <= end);
    return { here, alike: here ? places.filter(({ name }) => name === here.name) : [] };
  };
  /** The places of an actor in all files that share it. */
  const everywhere = async (document: vscode.TextDocument, name: string, token: vscode.CancellationToken) =>
    (await families.of(document, token)).flatMap((each) =>
      actorPlaces(each.getText())
        .filter((place) => place.name === name)
        .map((place) => ({ document: each, place })),
    );
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerDefinitionProvider(documentsIn(documents), {
      async provideDefinition(document, position, token) {
        const { here, alike } = alikeAt(document, position);
        if (!here) return [];
        const own = alike.filter(({ isDeclared }) => isDeclared);
        if (own.length > 0) return own.map((place) => locationOf(document, place));
        const all = await everywhere(document, here.name, token);
        return all.filter(({ place }) => place.isDeclared).map((each) => locationOf(each.document, each.place));
      },
    }),
    languages.registerReferenceProvider(documentsIn(documents), {
      async provideReferences(document, position, { includeDeclaration }, token) {
        const { here } = alikeAt(document, position);
        if (!here) return [];
        return (await everywhere(document, here.name, token))
          .filter(({ place }) => includeDeclaration || !place.isDeclared)
          .map((each) => locationOf(each.document, each.place));
      },
    }),
    languages.registerRenameProvider(documentsIn(documents), {
      async prepareRename(document, position, token) {
        const { here } = alikeAt(document, position);
        if (!here) throw new Error(l10n.t('There is no name of an actor here.'));
        const all = await everywhere(document, here.name, token);
        if (!all.some(({ place }) => place.isDeclared))
          throw new Error(l10n.t('No file declares the actor {0}.', here.name));
        const shipped = all.find((each) => families.ships(each.document));
        if (shipped) {
          const file = path.basename(shipped.document.uri.fsPath);
          throw new Error(
            l10n.t('{0} has the actor {1}, too. It ships with the extension and is not changed.', file, here.name),
          );
        }
        return insideQuotes(document, here);
      },
      async provideRenameEdits(document, position, newName, token) {
        const { here } = alikeAt(document, position);
        if (!here) return undefined;
        const taken = await everywhere(document, newName, token);
        if (newName !== here.name && taken.some(({ place }) => place.isDeclared))
          throw new Error(l10n.t('There is an actor {0} already.', newName));
        const edit = new vscode.WorkspaceEdit();
        for (const each of await everywhere(document, here.name, token))
          edit.replace(each.document.uri, rangeOf(each.document, each.place), JSON.stringify(newName));
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
