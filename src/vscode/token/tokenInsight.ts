import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { visibleLines } from '../../core/base/visibleText';
import { errorsOf } from '../../core/compliance/finding';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { nodeAt, readJson } from '../../core/json/jsonText';
import { parseJson } from '../../core/json/parseJson';
import { decodeToken } from '../../core/session/connectionToken';
import { boundCommand } from '../host/commandRegistry';
import { documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import { SESSION_LANGUAGE } from '../language/languageContract';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { TOKEN_COMMANDS } from './tokenContract';

/** Shows the content of a token in an editor: in a hover, and in one line above it. */
export class TokenInsight implements vscode.HoverProvider, vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly registrations: DisposableStore;

  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
  ) {
    this.registrations = new DisposableStore(
      this.changed,
      vscode.languages.registerHoverProvider(documentsIn(SESSION_LANGUAGE), this),
      vscode.languages.registerCodeLensProvider(documentsIn(SESSION_LANGUAGE), this),
      index.onDidChange(() => this.changed.fire()),
    );
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = tokenOf(document);
    if (!found?.range.contains(position)) return undefined;
    const decoded = decodeToken(found.token);
    // VS Code shows the problem in the same hover.
    if (!decoded.ok) return undefined;
    const text = new vscode.MarkdownString();
    text.appendText(l10n.t('The connection token says')).appendMarkdown('\n');
    text.appendCodeblock(visibleLines(JSON.stringify(decoded.value, undefined, 2)), 'json');
    return new vscode.Hover(text, found.range);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const found = tokenOf(document);
    const key = this.documents.keyOf(document);
    const entry = key && this.index.entry(key);
    if (!found || !key || !entry) return [];
    const errors = errorsOf(entry.findings);
    const isWrong = errors.some(({ code }) => code === 'mobi/4');
    // That the token fits is good news only where all else is well. What is wrong is said above the first line.
    if (errors.length > 0 && !isWrong) return [];
    const decodable = decodeToken(found.token).ok;
    const command = decodable ? TOKEN_COMMANDS.tokenEditDecoded : TOKEN_COMMANDS.tokenRegenerate;
    const tooltip = decodable ? l10n.t('Edit Decoded Token') : l10n.t('Regenerate Token');
    const title = isWrong ? tooltip : l10n.t('$(pass) Token fits this session');
    return [new vscode.CodeLens(found.range, { ...boundCommand(command, title, { kind: 'session', key }), tooltip })];
  }

  dispose(): Promise<void> {
    return this.registrations.dispose();
  }
}

/** The token in a document and its range; undefined if there is none, or if the text before it is not well-formed. */
function tokenOf(document: vscode.TextDocument): { token: string; range: vscode.Range } | undefined {
  const text = document.getText();
  const node = nodeAt(readJson(text).root, '/token');
  if (node?.kind !== 'string') return undefined;
  const range = new vscode.Range(document.positionAt(node.start), document.positionAt(node.end));
  return { token: parseJson(text.slice(node.start, node.end)) as string, range };
}
