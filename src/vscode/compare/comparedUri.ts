import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import type { RecordName } from '../../disk/change/recordedChange';
import { RESTORABLE_SCHEME } from './compareContract';
import { COMPARED_SCHEME } from './comparedScheme';

/** A copy of a session file in a backup, and where the file was then. */
export interface ComparedVersion {
  readonly key: SessionKey;
  /** Absolute path. */
  readonly backup: string;
}

/** What only an editor had before a change, or after it: the name of the record that has it, and which of the two. */
export type UnsavedSide = readonly [record: RecordName, side: 'before' | 'after'];

/** A side of a comparison: a session file, a copy of it in a backup, or a text that only an editor had. */
export interface ComparedSide {
  readonly key: SessionKey;
  /** Absolute path of the backup; undefined for the file itself, empty for a side where there is no file. */
  readonly backup?: string | undefined;
  /** Of a text that the record beside the backup has, not a file in it. */
  readonly unsaved?: UnsavedSide | undefined;
  /** The version that the file is compared with, and can be put back to. */
  readonly version?: ComparedVersion | undefined;
}

type Query = [
  folder: string,
  application: string,
  name: string,
  backup?: string | null,
  version?: [backup: string, application: string, name: string] | null,
  unsaved?: UnsavedSide,
];

/** The document that shows a side. */
export function comparedUri({ key, backup, version, unsaved }: ComparedSide): vscode.Uri {
  const { folder, application, name } = key;
  const query: Query = [folder, application, name];
  if (unsaved) query.push(backup, null, unsaved);
  else if (backup !== undefined) query.push(backup);
  else if (version) query.push(null, [version.backup, version.key.application, version.key.name]);
  return vscode.Uri.from({
    scheme: version ? RESTORABLE_SCHEME : COMPARED_SCHEME,
    // By such a name VS Code knows the language, which wraps long lines.
    path: `/${application}/${name}`,
    query: JSON.stringify(query),
  });
}

/** The side that a document shows; undefined for any other document. */
export function comparedSide({ scheme, query }: vscode.Uri): ComparedSide | undefined {
  if (scheme !== COMPARED_SCHEME && scheme !== RESTORABLE_SCHEME) return undefined;
  const [folder, application, name, backup, version, unsaved] = parseJson(query) as Query;
  const key = { folder, application, name };
  if (!version) return { key, backup: backup ?? undefined, unsaved };
  return { key, version: { key: { folder, application: version[1], name: version[2] }, backup: version[0] } };
}
