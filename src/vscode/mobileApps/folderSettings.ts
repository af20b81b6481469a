import * as vscode from 'vscode';
import { resolvePath } from '../host/pathSetting';
import { writtenSetting } from '../host/settings';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';

/** A folder that somebody named: where it is, and the text that named it. */
export interface NamedFolder {
  readonly path: string;
  readonly text: string;
}

/** The folders of `sessionWorkbench.mobileApps.folders`, absolute. Texts that cannot be resolved come with a reason. */
export function foldersFromSettings(): { folders: NamedFolder[]; unresolved: { text: string; reason: string }[] } {
  const folders = new Map<string, NamedFolder>();
  const unresolved = new Map<string, string>();
  const roots = vscode.workspace.workspaceFolders ?? [];
  for (const root of roots.length > 0 ? roots : [undefined]) {
    const texts = writtenSetting(MOBILE_APPS_SETTINGS.folders, root?.uri);
    for (const text of [texts].flat()) {
      if (typeof text !== 'string') continue;
      const resolved = resolvePath(text, root);
      if ('reason' in resolved) unresolved.set(text, resolved.reason);
      else folders.set(resolved.path, { path: resolved.path, text });
    }
  }
  return {
    folders: [...folders.values()],
    unresolved: [...unresolved].map(([text, reason]) => ({ text, reason })),
  };
}
