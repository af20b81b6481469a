import * as vscode from 'vscode';

/**
 * What a setting says, as plain data that is nobody else's. VS Code hands nested values over as proxies, which cannot be
 * sent to another process. `null` stands for what is not set.
 * @param key whole: `files.exclude`
 */
export function readSetting<T>(key: string, fallback: T, scope?: vscode.ConfigurationScope): T {
  return (writtenSetting(key, scope) as T | null | undefined) ?? fallback;
}

/** The same as it is written, whatever it is; undefined where nothing is. */
export function writtenSetting(key: string, scope?: vscode.ConfigurationScope): unknown {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(key);
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
