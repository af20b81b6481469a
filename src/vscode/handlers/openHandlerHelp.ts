import * as vscode from 'vscode';
import type { CodeFunction } from '../../core/handlers/codeClass';
import { classesNamed } from '../../core/handlers/codeFindings';
import type { Host } from '../host/createHost';
import { documentsIn } from '../host/declared';
import { JsonService } from '../language/jsonService';
import { type PlaceInText, placeInText, readableValue } from '../language/placeInText';
import { HANDLERS_JSON } from './handlerContract';
import { HANDLER_FILES } from './handlerFiles';
import { type ClassFile, projectCode } from './projectCode';

/** What is at a place of HTTPHandlers.json: the name of a class, or of a function of one. */
interface NamePlace {
  readonly kind: 'class' | 'method';
  readonly className: string;
  readonly text: PlaceInText['text'];
}

/** Where a class or a function is in the code. Without a function, it is the class. */
interface Found {
  readonly file: ClassFile;
  readonly own?: CodeFunction;
}

/**
 * Helps in HTTPHandlers.json with the names of classes and functions: completes them, leads to their code, and says what
 * it says of them.
 */
export function openHandlerHelp({ extensionUri, log }: Pick<Host, 'extensionUri' | 'log'>): vscode.Disposable {
  const json = new JsonService(() => vscode.Uri.joinPath(extensionUri, HANDLERS_JSON.schema), log);
  const documents = (['json', 'jsonc'] as const).map((language) => ({
    language,
    scheme: 'file',
    pattern: HANDLER_FILES,
  }));
  const placeAt = (document: vscode.TextDocument, position: vscode.Position) =>
    json.ask(document, ({ json: parsed }) =>
      nameAt(placeInText(parsed, document.offsetAt(position)), readableValue(parsed.root)),
    );
  const foundAt = async (document: vscode.TextDocument, position: vscode.Position) => {
    const place = await placeAt(document, position);
    return { place, found: place?.text ? foundIn(await projectCode(document.uri), place) : [] };
  };
  const { languages } = vscode;
  return vscode.Disposable.from(
    json,
    languages.registerDefinitionProvider(documentsIn(documents), {
      provideDefinition: async (document, position) => {
        const { place, found } = await foundAt(document, position);
        const range = place && rangeOf(document, place);
        return found.map(({ file, own }) => ({
          targetUri: file.uri,
          targetRange: own ? rangeIn(file.text, own) : new vscode.Range(0, 0, 0, 0),
          ...(range && { originSelectionRange: range }),
        }));
      },
    }),
    languages.registerHoverProvider(documentsIn(documents), {
      provideHover: async (document, position) => {
        const { place, found } = await foundAt(document, position);
        const texts = found.map(hoverText).filter((text) => text !== undefined);
        return texts.length > 0 ? new vscode.Hover(texts, place && rangeOf(document, place)) : undefined;
      },
    }),
    languages.registerCompletionItemProvider(
      documentsIn(documents),
      {
        provideCompletionItems: async (document, position) => {
          const place = await placeAt(document, position);
          return place && completions(await projectCode(document.uri), place, rangeOf(document, place));
        },
      },
      '"',
      ':',
      ' ',
    ),
  );
}

function nameAt(place: PlaceInText | undefined, handlers: unknown): NamePlace | undefined {
  const [index, kind, ...below] = place?.path ?? [];
  if (typeof index !== 'number' || (kind !== 'class' && kind !== 'method') || below.length > 0) return undefined;
  const entry: unknown = Array.isArray(handlers) ? handlers[index] : undefined;
  const { class: className } = (entry ?? {}) as { readonly class?: unknown };
  return { kind, className: typeof className === 'string' ? className : '', text: place?.text };
}

function foundIn(files: readonly ClassFile[], { kind, className, text }: NamePlace): Found[] {
  const own = classesNamed(files, className);
  if (kind === 'class') return own.map((file) => ({ file }));
  const wanted = text?.value.toLowerCase();
  return own.flatMap((file) =>
    file.functions.filter(({ name }) => name.toLowerCase() === wanted).map((each) => ({ file, own: each })),
  );
}

/** The signature and the comment of a function. Of a class, the functions that it declares. */
function hoverText({ file, own }: Found): vscode.MarkdownString | undefined {
  const text = new vscode.MarkdownString();
  const language = file.uri.path.toLowerCase().endsWith('.4dm') ? '4d' : 'javascript';
  if (!own && file.functions.length === 0) return undefined;
  const lines = own ? [own.signature] : file.functions.map(({ signature }) => signature);
  text.appendCodeblock(lines.join('\n'), language);
  if (own && own.comment !== '') text.appendText(own.comment);
  return text;
}

function completions(
  files: readonly ClassFile[],
  { kind, className }: NamePlace,
  range: vscode.Range | undefined,
): vscode.CompletionItem[] {
  if (kind === 'class') {
    const names = [...new Set(files.map(({ name }) => name))];
    return names.map((name) => completion(name, vscode.CompletionItemKind.Class, range));
  }
  const functions = classesNamed(files, className).flatMap((each) => each.functions);
  return functions.map(({ name, signature, comment }) => {
    const item = completion(name, vscode.CompletionItemKind.Method, range);
    item.detail = signature;
    item.documentation = new vscode.MarkdownString().appendText(comment);
    return item;
  });
}

function completion(
  name: string,
  kind: vscode.CompletionItemKind,
  range: vscode.Range | undefined,
): vscode.CompletionItem {
  // The quotes belong to what is replaced, so they also belong to what is compared.
  const text = JSON.stringify(name);
  const item = new vscode.CompletionItem(text, kind);
  item.insertText = text;
  item.filterText = text;
  if (range) item.range = range;
  return item;
}

function rangeOf(document: vscode.TextDocument, { text }: NamePlace): vscode.Range | undefined {
  return text && new vscode.Range(document.positionAt(text.start), document.positionAt(text.end));
}

function rangeIn(text: string, { start, end }: CodeFunction): vscode.Range {
  const before = text.slice(0, start).split('\n');
  const line = before.length - 1;
  const character = before[line]?.length ?? 0;
  return new vscode.Range(line, character, line, character + end - start);
}
