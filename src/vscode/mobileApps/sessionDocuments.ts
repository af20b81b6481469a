import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex, SessionKey, StraySession } from '../../core/index/sessionIndex';
import { ApplicationPlace } from '../../core/session/applicationPlace';
import { isAtOrIn } from '../../disk/isAtOrIn';
import { normalPath } from '../host/pathSetting';

/** The URI of a session file. */
export function uriOf({ folder, application, name }: SessionKey): vscode.Uri {
  return vscode.Uri.file(path.join(folder, application, name));
}

/** Tells which open documents are session files, by their place, their name and their first characters. */
export class SessionDocuments {
  constructor(readonly index: SessionIndex) {}

  /** The session in a document that counts as none: a leftover, or a misplaced one. */
  strayOf(document: vscode.TextDocument): StraySession | undefined {
    const file = document.uri.scheme === 'file' ? normalPath(document.uri.fsPath) : undefined;
    if (file === undefined) return undefined;
    for (const folder of this.index.folders()) {
      if (!isAtOrIn(folder, file)) continue;
      const found = this.index.strays(folder).find(({ key }) => normalPath(uriOf(key).fsPath) === file);
      if (found) return found;
    }
    return undefined;
  }

  keyOf(document: vscode.TextDocument): SessionKey | undefined {
    const key = this.placeOf(document.uri);
    if (!key) return undefined;
    const place = new ApplicationPlace(key.application);
    const verdict = place.judge(key.name);
    if (verdict === 'session') return key;
    if (verdict === 'other') return undefined;
    // A text that is being edited may begin with anything for a moment. A document that was a session file stays one.
    return this.index.entry(key) || place.counts(key.name, document.getText()) ? key : undefined;
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
