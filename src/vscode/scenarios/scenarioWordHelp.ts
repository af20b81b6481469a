import * as vscode from 'vscode';
import { type ScenarioWord, scenarioWordsAt, type WordSources } from '../../core/scenario/scenarioWords';
import { type Documents, documentsIn } from '../host/declared';
import type { JsonService } from '../language/jsonService';
import { placeInText, readableValue } from '../language/placeInText';

/**
 * Registers completion and hover for texts whose sets the schema does not have: names of the table of a device, actors
 * and routes.
 * @param wants whether a selected document is to be helped with
 */
export function registerScenarioWordHelp(
  json: JsonService,
  documents: Documents,
  wants: (document: vscode.TextDocument) => boolean,
  sources: WordSources,
): vscode.Disposable {
  const wordsAt = async (document: vscode.TextDocument, position: vscode.Position) => {
    if (!wants(document)) return undefined;
    return json.ask(document, ({ json: parsed }) => {
      const place = placeInText(parsed, document.offsetAt(position));
      if (!place) return undefined;
      const words = scenarioWordsAt(readableValue(parsed.root), place.path, sources);
      const range = place.text && rangeOf(document, place.text.start, place.text.end);
      return { words, text: place.text?.value, range };
    });
  };
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(
      documentsIn(documents),
      {
        provideCompletionItems: async (document, position) => {
          const found = await wordsAt(document, position);
          return found?.words.map((word, at) => completion(word, at, found.range));
        },
      },
      '"',
      ':',
      ' ',
    ),
    languages.registerHoverProvider(documentsIn(documents), {
      provideHover: async (document, position) => {
        const found = await wordsAt(document, position);
        const about = found?.words.find(({ word }) => word === found.text)?.about;
        return about === undefined ? undefined : new vscode.Hover(plain(about), found?.range);
      },
    }),
  );
}

function completion({ word, about }: ScenarioWord, at: number, range: vscode.Range | undefined): vscode.CompletionItem {
  // The quotes belong to what is replaced, so they also belong to what is compared.
  const text = JSON.stringify(word);
  const item = new vscode.CompletionItem(text, vscode.CompletionItemKind.EnumMember);
  item.insertText = text;
  item.filterText = text;
  item.sortText = String(at).padStart(4, '0');
  if (about !== undefined) item.documentation = plain(about);
  if (range) item.range = range;
  return item;
}

function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}

function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
