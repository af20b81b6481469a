import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';

export const COMPARED_SCHEME = 'session-workbench-compared';

/** A side of a comparison: a session file, or a copy of it in a backup. */
export interface ComparedSide {
  readonly key: SessionKey;
  /** Absolute path of the backup; undefined for the file itself, empty for a side where there is no file. */
  readonly backup?: string | undefined;
}

/** The document that shows a side. */
export function comparedUri({ key, backup }: ComparedSide): vscode.Uri {
  const { folder, application, name } = key;
  const query = JSON.stringify([folder, application, name, ...(backup === undefined ? [] : [backup])]);
  return vscode.Uri.from({ scheme: COMPARED_SCHEME, path: `/${application}/${name}.json`, query });
}

/** The side that a document shows; undefined for any other document. */
export function comparedSide(uri: vscode.Uri): ComparedSide | undefined {
  if (uri.scheme !== COMPARED_SCHEME) return undefined;
  const [folder = '', application = '', name = '', backup] = parseJson(uri.query) as string[];
  return { key: { folder, application, name }, backup };
}
