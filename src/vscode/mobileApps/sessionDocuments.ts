import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { beginsAsObject, judgeName } from '../../core/session/location';
import { normalPath } from '../host/pathSetting';

/** The URI of a session file. */
export function uriOf({ folder, application, name }: SessionKey): vscode.Uri {
  return vscode.Uri.file(path.join(folder, application, name));
}

/** Tells which open documents are session files, by their place, their name and their first characters. */
export class SessionDocuments {
  constructor(readonly index: SessionIndex) {}

  keyOf(document: vscode.TextDocument): SessionKey | undefined {
    const key = this.placeOf(document.uri);
    if (!key) return undefined;
    const verdict = judgeName(key.name);
    if (verdict === 'session') return key;
    if (verdict === 'other') return undefined;
    // A text that is being edited may begin with anything for a moment. A document that was a session file stays one.
    return this.index.entry(key) || beginsAsObject(document.getText()) ? key : undefined;
  }

  /** The place of a file in a known MobileApps folder, whatever kind of file it is. */
  placeOf(uri: vscode.Uri): SessionKey | undefined {
    if (uri.scheme !== 'file') return undefined;
    const file = normalPath(uri.fsPath);
    const applicationPath = path.dirname(file);
    const folder = path.dirname(applicationPath);
    if (this.index.stateOf(folder) === undefined) return undefined;
    return { folder, application: path.basename(applicationPath), name: path.basename(file) };
  }
}
