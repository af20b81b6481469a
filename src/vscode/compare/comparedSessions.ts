import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { comparableText } from '../../core/compare/comparableText';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { Backup } from '../../disk/backup';
import { recordedChange } from '../../disk/change/recordedChange';
import { isInLanguage, setLanguage } from '../host/declared';
import { SESSION_LANGUAGE } from '../language/languageContract';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText } from '../mobileApps/sessionWriter';
import { type ComparedSide, comparedSide, type UnsavedSide } from './comparedUri';

/** The texts of comparisons. One of a file follows what the file and its editor say. */
export class ComparedSessions implements vscode.Disposable {
  /** The files that are shown, by the URI of their document as a text. */
  private readonly shown = new Map<string, { readonly uri: vscode.Uri; readonly key: SessionKey }>();
  private readonly subscriptions: DisposableStore;

  /** @param changed tells the editor that a text is another */
  constructor(
    index: SessionIndex,
    private readonly changed: vscode.EventEmitter<vscode.Uri>,
  ) {
    this.subscriptions = new DisposableStore(
      index.onDidChange((delta) => this.follow(delta)),
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.shown.delete(uri.toString())),
    );
  }

  /** The text of one side. A file that is not there has none. */
  async text(uri: vscode.Uri): Promise<string> {
    const side = comparedSide(uri);
    if (!side) return '';
    this.show(uri, side);
    return comparableText((await sideText(side)) ?? '');
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private show(uri: vscode.Uri, { key, backup }: ComparedSide): void {
    if (backup === undefined) this.shown.set(uri.toString(), { uri, key });
  }

  private opened(document: vscode.TextDocument): void {
    const side = comparedSide(document.uri);
    if (!side) return;
    // To change the language closes the document and opens it again.
    this.show(document.uri, side);
    if (!isInLanguage(document, SESSION_LANGUAGE)) void setLanguage(document, SESSION_LANGUAGE);
  }

  private follow({ changed, added, applications, folders }: IndexDelta): void {
    const isMeant = ({ folder, application, name }: SessionKey) =>
      folders.includes(folder) ||
      [...applications, ...added].some((each) => each.folder === folder && each.application === application) ||
      changed.some(({ key }) => key.folder === folder && key.application === application && key.name === name);
    for (const { uri, key } of this.shown.values()) if (isMeant(key)) this.changed.fire(uri);
  }
}

/** What a side says; undefined when it is not there. */
export async function sideText({ key, backup, unsaved }: ComparedSide): Promise<string | undefined> {
  if (backup === '') return undefined;
  const uri = uriOf(key);
  try {
    if (backup === undefined) return await currentText(uri);
    if (unsaved) return await unsavedText(backup, uri.fsPath, unsaved);
    return (await (await Backup.open(backup)).read(uri.fsPath)).toString('utf8');
  } catch {
    return undefined;
  }
}

async function unsavedText(backup: string, file: string, [record, side]: UnsavedSide): Promise<string | undefined> {
  const { written } = await recordedChange(backup, record);
  const now = written.find(({ to }) => to === file)?.now;
  return now?.kind === 'unsaved' ? now[side] : undefined;
}
