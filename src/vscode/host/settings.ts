import * as vscode from 'vscode';
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

/**
 * The value exactly as written, of any type; the default of the manifest when nothing is set. It is a plain copy: VS Code returns nested
 * values as proxies, which cannot be sent to another process.
 */
export function writtenSetting<T>({ key }: Setting<T>, scope?: vscode.ConfigurationScope): unknown {
  return plainValue(key, scope);
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
