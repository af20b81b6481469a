import * as vscode from 'vscode';
import { parseJson } from '../../core/json/parseJson';
import type { DeclaredId } from '../contract/part';
import type { Setting } from '../contract/setting';

/** Whether somebody has written a setting, in any place. What the manifest has as its default is nobody's choice. */
export function isSettingWritten<T>({ key }: Setting<T>): boolean {
  const told = vscode.workspace.getConfiguration().inspect<unknown>(key);
  return [told?.globalValue, told?.workspaceValue, told?.workspaceFolderValue].some((value) => value !== undefined);
}

/** The values in the workspace settings and in the user settings; undefined where nothing is set. */
export function writtenPlaces<T>({ key }: Setting<T>): { readonly workspace: unknown; readonly user: unknown } {
  const { workspaceValue, globalValue } = vscode.workspace.getConfiguration().inspect<unknown>(key) ?? {};
  return { workspace: workspaceValue, user: globalValue };
}

/** The settings of a section that somebody has written, known or not, by their names below it. */
export function writtenBelow(section: DeclaredId<'section'>): Readonly<Record<string, unknown>> {
  return parseJson(JSON.stringify(vscode.workspace.getConfiguration().get(section) ?? {})) as Readonly<
    Record<string, unknown>
  >;
}
