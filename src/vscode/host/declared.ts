import * as vscode from 'vscode';
import type { Executable } from '../contract/command';
import type { DeclaredId, Panel } from '../contract/part';
import type { View } from '../contract/rows';
import type { Setting } from '../contract/setting';
import { boundCommand } from './commandRegistry';

/*
 * What VS Code makes for an id. Its own functions take any text. With a wrong one nothing fails: a view stays empty, a
 * panel does not come back, a menu finds nothing.
 */

export function openTreeView<N>(
  view: View,
  treeDataProvider: vscode.TreeDataProvider<N>,
  options: { readonly canSelectMany?: boolean } = {},
): vscode.TreeView<N> {
  return vscode.window.createTreeView(view.id, { treeDataProvider, showCollapseAll: true, ...options });
}

export function openPanel(
  { id }: Panel,
  title: string,
  options?: vscode.WebviewPanelOptions & vscode.WebviewOptions,
): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(id, title, vscode.ViewColumn.Active, options);
}

/** @param load gives what brings panels of the kind back, when the first one comes back with the window */
export function restorePanels({ id }: Panel, load: () => Promise<vscode.WebviewPanelSerializer>): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(id, {
    async deserializeWebviewPanel(panel, state) {
      await (await load()).deserializeWebviewPanel(panel, state);
    },
  });
}

export function testController(id: DeclaredId<'testController'>, label: string): vscode.TestController {
  return vscode.tests.createTestController(id, label);
}

/** @param provider gives tasks of this type, and completes those of the user's own `tasks.json` */
export function offerTasks(type: DeclaredId<'taskType'>, provider: vscode.TaskProvider): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(type, provider);
}

export function diagnostics(name: DeclaredId<'diagnostics'>): vscode.DiagnosticCollection {
  return vscode.languages.createDiagnosticCollection(name);
}

/** A status bar item whose command is known by its arguments. VS Code's own takes any text. */
export type StatusBarItem = Omit<vscode.StatusBarItem, 'command'> & { command: vscode.Command | undefined };

/** An item on the left of the status bar. A click runs the command. */
export function statusBarItem(id: string, priority: number, command: Executable<[]>, name: string): StatusBarItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority) as StatusBarItem;
  item.name = name;
  item.command = boundCommand(command, name);
  return item;
}

/** A language of a contract, or one of VS Code that the extension sets or looks for. */
export type Language = DeclaredId<'language'> | 'json' | 'jsonc' | 'plaintext';

export function isInLanguage(document: vscode.TextDocument, language: Language): boolean {
  return document.languageId === language;
}

export function setLanguage(document: vscode.TextDocument, language: Language): Thenable<vscode.TextDocument> {
  return vscode.languages.setTextDocumentLanguage(document, language);
}

/** Documents in a language, in a place or both. */
export type Documents =
  | Language
  | { readonly scheme: string; readonly pattern?: string; readonly language?: Language }
  | readonly Documents[];

/** The same for a function of `vscode.languages`. */
export function documentsIn(documents: Documents): vscode.DocumentSelector {
  return documents as vscode.DocumentSelector;
}

/** Whether a setting, or one of a section, may have another value now. */
export function isAffected<T>(
  event: vscode.ConfigurationChangeEvent,
  what: Setting<T> | DeclaredId<'section'>,
): boolean {
  return event.affectsConfiguration(typeof what === 'string' ? what : what.key);
}
