import * as vscode from 'vscode';
import type { Setting } from '../contract/setting';

/** Whose type can be told at run time; of what is in an object nothing is said. */
type Told = boolean | number | string | Readonly<Record<string, unknown>>;

/**
 * What a setting says. A value of another type counts as not set: VS Code marks it in settings.json and hands it over all
 * the same.
 */
export function readSetting<T extends Told>({ key, fallback }: Setting<T>, scope?: vscode.ConfigurationScope): T {
  const value = plainValue(key, scope);
  const isOther = typeof value !== typeof fallback || value === null || Array.isArray(value);
  return isOther ? fallback : (value as T);
}

/**
 * The same as it is written, whatever it is; undefined where nothing is. It is plain data that is nobody else's: VS Code
 * hands nested values over as proxies, which cannot be sent to another process.
 */
export function writtenSetting<T>({ key }: Setting<T>, scope?: vscode.ConfigurationScope): unknown {
  return plainValue(key, scope);
}

/** What the settings of the workspace say, and what those of the user say; undefined where they say nothing. */
export function writtenPlaces<T>({ key }: Setting<T>): { readonly workspace: unknown; readonly user: unknown } {
  const { workspaceValue, globalValue } = vscode.workspace.getConfiguration().inspect<unknown>(key) ?? {};
  return { workspace: workspaceValue, user: globalValue };
}

export function writeSetting<T>(
  { key }: Setting<T>,
  value: NoInfer<T>,
  target: vscode.ConfigurationTarget,
): Thenable<void> {
  return vscode.workspace.getConfiguration().update(key, value, target);
}

function plainValue(key: string, scope?: vscode.ConfigurationScope): unknown {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(key);
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
