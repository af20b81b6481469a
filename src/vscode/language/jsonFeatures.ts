import * as vscode from 'vscode';
import type {
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  MarkupContent,
  SelectionRange,
  TextEdit,
} from 'vscode-json-languageservice';
import { type Documents, documentsIn, type Language } from '../host/declared';
import { editorRange } from '../host/ranges';
import { isFullAt } from './fullObject';
import type { JsonService, Parsed } from './jsonService';
import { SESSION_LANGUAGE } from './languageContract';

/** The kind of a completion that is the name of a property, as the protocol counts. */
const PROPERTY = 10;

/**
 * Registers completion, hover, outline and more for files of a language. This file only converts between the types of
 * the language server protocol and those of VS Code.
 */
export function registerJsonFeatures(json: JsonService, language: Language = SESSION_LANGUAGE): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    registerSchemaHelp(json, language),
    languages.registerDocumentSymbolProvider(documentsIn(language), {
      provideDocumentSymbols: (document) =>
        json.ask(document, ({ service, text, json: parsed }) => service.findDocumentSymbols2(text, parsed).map(symbol)),
    }),
    languages.registerFoldingRangeProvider(documentsIn(language), {
      provideFoldingRanges: (document) =>
        json.ask(document, ({ service, text }) => service.getFoldingRanges(text).map(folding)),
    }),
    languages.registerSelectionRangeProvider(documentsIn(language), {
      provideSelectionRanges: (document, positions) =>
        json.ask(document, ({ service, text, json: parsed }) =>
          service.getSelectionRanges(text, [...positions], parsed).map(selection),
        ),
    }),
    languages.registerDocumentRangeFormattingEditProvider(documentsIn(language), {
      provideDocumentRangeFormattingEdits: (document, range, options) =>
        json.ask(document, (parsed) => format(parsed, range, options)),
    }),
  );
}

/**
 * Registers only completion and hover, which come from the schema.
 * @param wants whether a selected document is to be helped with
 */
export function registerSchemaHelp(
  json: JsonService,
  documents: Documents,
  wants: (document: vscode.TextDocument) => boolean = () => true,
): vscode.Disposable {
  const { languages } = vscode;
  const ask: JsonService['ask'] = async (document, request) =>
    wants(document) ? json.ask(document, request) : undefined;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(
      documentsIn(documents),
      {
        provideCompletionItems: (document, position) =>
          ask(document, async (parsed) => {
            const { service, text, json: syntax } = parsed;
            const list = await service.doComplete(text, position, syntax);
            if (!list) return undefined;
            const isFull = await isFullAt(parsed, text.offsetAt(position));
            const items = isFull ? list.items.filter(({ kind }) => kind !== PROPERTY) : list.items;
            return new vscode.CompletionList(items.map(completion), list.isIncomplete);
          }),
      },
      '"',
      ':',
      ' ',
    ),
    languages.registerHoverProvider(documentsIn(documents), {
      provideHover: (document, position) =>
        ask(document, async ({ service, text, json: parsed }) => {
          const hover = await service.doHover(text, position, parsed);
          return hover ? hoverOf(hover) : undefined;
        }),
    }),
  );
}

function format({ service, text }: Parsed, range: vscode.Range, options: vscode.FormattingOptions): vscode.TextEdit[] {
  const { tabSize, insertSpaces } = options;
  return service.format(text, range, { tabSize, insertSpaces }).map(edit);
}

function edit({ range, newText }: TextEdit): vscode.TextEdit {
  return vscode.TextEdit.replace(editorRange(range), newText);
}

function markdown(content: MarkupContent | string): vscode.MarkdownString {
  if (typeof content === 'string') return new vscode.MarkdownString().appendText(content);
  const text = new vscode.MarkdownString();
  return content.kind === 'markdown' ? text.appendMarkdown(content.value) : text.appendText(content.value);
}

function completion(item: CompletionItem): vscode.CompletionItem {
  // The protocol counts kinds from one and VS Code counts them from zero, in the same order.
  const kind = item.kind === undefined ? vscode.CompletionItemKind.Value : item.kind - 1;
  const made = new vscode.CompletionItem(item.label, kind);
  if (item.detail !== undefined) made.detail = item.detail;
  if (item.documentation !== undefined) made.documentation = markdown(item.documentation);
  if (item.sortText !== undefined) made.sortText = item.sortText;
  if (item.filterText !== undefined) made.filterText = item.filterText;
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  made.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
  if (item.textEdit && 'range' in item.textEdit) made.range = editorRange(item.textEdit.range);
  return made;
}

function hoverOf({ contents, range }: Hover): vscode.Hover {
  const parts = (Array.isArray(contents) ? contents : [contents]).map((part) =>
    typeof part === 'string' || 'kind' in part
      ? typeof part === 'string'
        ? new vscode.MarkdownString(part)
        : markdown(part)
      : new vscode.MarkdownString().appendCodeblock(part.value, part.language),
  );
  return range ? new vscode.Hover(parts, editorRange(range)) : new vscode.Hover(parts);
}

function symbol(from: DocumentSymbol): vscode.DocumentSymbol {
  const made = new vscode.DocumentSymbol(
    from.name,
    from.detail ?? '',
    from.kind - 1,
    editorRange(from.range),
    editorRange(from.selectionRange),
  );
  made.children = (from.children ?? []).map(symbol);
  return made;
}

function folding({ startLine, endLine, kind }: FoldingRange): vscode.FoldingRange {
  return new vscode.FoldingRange(startLine, endLine, kind === 'region' ? vscode.FoldingRangeKind.Region : undefined);
}

function selection({ range, parent }: SelectionRange): vscode.SelectionRange {
  return new vscode.SelectionRange(editorRange(range), parent && selection(parent));
}
