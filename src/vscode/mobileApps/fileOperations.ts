import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { ApplicationPlace } from '../../core/session/applicationPlace';
import { normalPath } from '../host/pathSetting';
import type { Before, NotYetPushed } from './notYetPushed';
import type { SessionDocuments } from './sessionDocuments';

/** Sessions that VS Code is about to change, with what is known about them before. */
interface Announced {
  readonly keys: readonly SessionKey[];
  /** The new places, if sessions are moved to places of session files. */
  readonly to: readonly SessionKey[];
  readonly before: Before;
}

/**
 * Follows what VS Code itself does with session files and their folders, in the Explorer or through a quick fix:
 * saving, moving, deleting and creating. VS Code reports it before and after. What the files were can be recorded only
 * before.
 */
export class FileOperations implements vscode.Disposable {
  private readonly index: SessionIndex;
  private readonly saving = new WeakMap<vscode.TextDocument, Before>();
  private readonly announced = new Map<string, Announced>();
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly documents: SessionDocuments,
    private readonly pending: Pick<NotYetPushed, 'before' | 'changed' | 'deleted' | 'moved' | 'of'>,
  ) {
    this.index = documents.index;
    const { workspace } = vscode;
    this.subscriptions = new DisposableStore(
      workspace.onWillSaveTextDocument(({ document }) => {
        const key = documents.keyOf(document);
        if (key) this.saving.set(document, pending.before([key]));
      }),
      workspace.onDidSaveTextDocument((document) => {
        const key = documents.keyOf(document);
        if (key) pending.changed(key, this.saving.get(document), document.getText());
      }),
      workspace.onWillRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          const keys = this.sessionsAt(oldUri);
          this.announce(oldUri, keys, this.moved(keys, newUri));
        }
      }),
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri } of files) {
          const announced = this.take(oldUri);
          if (announced) pending.moved(announced.keys, announced.to, announced.before);
        }
      }),
      workspace.onWillDeleteFiles(({ files }) => {
        for (const uri of files) this.announce(uri, this.sessionsAt(uri));
      }),
      workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) {
          const announced = this.take(uri);
          if (announced) pending.deleted(announced.keys, announced.before);
        }
      }),
      workspace.onWillCreateFiles(({ files }) => {
        for (const uri of files) this.announce(uri, this.fileAt(uri));
      }),
      workspace.onDidCreateFiles(({ files }) => {
        for (const uri of files) {
          const announced = this.take(uri);
          for (const key of announced?.keys ?? []) pending.changed(key, announced?.before);
        }
      }),
    );
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private announce(uri: vscode.Uri, keys: readonly SessionKey[], to: readonly SessionKey[] = []): void {
    if (keys.length === 0) return;
    this.announced.set(uri.toString(), { keys, to, before: this.pending.before([...keys, ...to]) });
  }

  private take(uri: vscode.Uri): Announced | undefined {
    const announced = this.announced.get(uri.toString());
    this.announced.delete(uri.toString());
    return announced;
  }

  /** The known sessions at a place: one file, or all of an application folder or MobileApps folder. */
  private sessionsAt(uri: vscode.Uri): SessionKey[] {
    const file = this.documents.placeOf(uri);
    if (file) return this.index.fileEntry(file) || this.pending.of(file) ? [file] : [];
    const place = normalPath(uri.fsPath);
    const [folder, only] =
      this.index.stateOf(place) === undefined ? [path.dirname(place), path.basename(place)] : [place, undefined];
    return this.index
      .applications(folder)
      .filter(({ name }) => only === undefined || name === only)
      .flatMap(({ name: application }) =>
        [...this.index.entries(folder, application)].map(({ name }) => ({ folder, application, name })),
      );
  }

  /** The new places of sessions when the folder that they are in moves. */
  private moved(keys: readonly SessionKey[], uri: vscode.Uri): SessionKey[] {
    if (this.documents.placeOf(uri)) return this.fileAt(uri);
    const place = normalPath(uri.fsPath);
    const [folder, application] = [path.dirname(place), path.basename(place)];
    return this.index.stateOf(folder) === undefined ? [] : keys.map(({ name }) => ({ folder, application, name }));
  }

  /**
   * The session file at a place, if the name alone says that it is one. A file for which the text decides counts only
   * after it has been read.
   */
  private fileAt(uri: vscode.Uri): SessionKey[] {
    const key = this.documents.placeOf(uri);
    return key && (new ApplicationPlace(key.application).judge(key.name) === 'session' || this.pending.of(key))
      ? [key]
      : [];
  }
}
