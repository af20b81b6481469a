import * as vscode from 'vscode';
import type { DeclaredId } from '../contract/part';
import type { Setting } from '../contract/setting';

/** Types that can be checked at run time. The contents of an object are not checked. */
type Told = boolean | number | string | Readonly<Record<string, unknown>>;

/**
 * The value of a setting. A value of the wrong type counts as not set: VS Code marks it in settings.json, but returns
 * it anyway.
 */
export function readSetting<T extends Told>({ key, fallback }: Setting<T>, scope?: vscode.ConfigurationScope): T {
  const value = plainValue(key, scope);
  const isOther = typeof value !== typeof fallback || value === null || Array.isArray(value);
  return isOther ? fallback : (value as T);
}

/** Whether somebody has written a setting, in any place. What the manifest has as its default is nobody's choice. */
export function isSettingWritten<T>({ key }: Setting<T>): boolean {
  const told = vscode.workspace.getConfiguration().inspect<unknown>(key);
  return [told?.globalValue, told?.workspaceValue, told?.workspaceFolderValue].some((value) => value !== undefined);
}

/**
 * The value exactly as written, of any type; the default of the manifest when nothing is set. It is a plain copy: VS Code returns nested
 * values as proxies, which cannot be sent to another process.
 */
export function writtenSetting<T>({ key }: Setting<T>, scope?: vscode.ConfigurationScope): unknown {
  return plainValue(key, scope);
}

/** The values in the workspace settings and in the user settings; undefined where nothing is set. */
export function writtenPlaces<T>({ key }: Setting<T>): { readonly workspace: unknown; readonly user: unknown } {
  const { workspaceValue, globalValue } = vscode.workspace.getConfiguration().inspect<unknown>(key) ?? {};
  return { workspace: workspaceValue, user: globalValue };
}

/** The settings of a section that somebody has written, known or not, by their names below it. */
export function writtenBelow(section: DeclaredId<'section'>): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(vscode.workspace.getConfiguration().get(section) ?? {}));
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
