import * as vscode from 'vscode';

/**
 * What a setting says, as plain data that is nobody else's. VS Code hands nested values over as proxies, which cannot be
 * sent to another process. `null` stands for what is not set.
 * @param key whole: `files.exclude`
 */
export function readSetting<T>(key: string, fallback: T, scope?: vscode.ConfigurationScope): T {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<T | null>(key) ?? undefined;
  return value === undefined ? fallback : (JSON.parse(JSON.stringify(value)) as T);
}
