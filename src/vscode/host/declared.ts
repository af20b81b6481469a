import * as vscode from 'vscode';
import type { DeclaredId, Panel } from '../contract/part';
import type { View } from '../contract/rows';
import type { ProjectedTree } from './projectedTree';

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

/** The same for a tree that keeps in mind which rows the user has expanded and collapsed. */
export function openProjectedTree<N>(
  view: View,
  tree: ProjectedTree<N>,
  options: { readonly canSelectMany?: boolean } = {},
): vscode.TreeView<N> {
  const opened = openTreeView(view, tree, options);
  // They end with the view.
  opened.onDidExpandElement(({ element }) => tree.rowToggled(element, true));
  opened.onDidCollapseElement(({ element }) => tree.rowToggled(element, false));
  return opened;
}

export function openPanel(
  { id }: Panel,
  title: string,
  options?: vscode.WebviewPanelOptions & vscode.WebviewOptions,
): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(id, title, vscode.ViewColumn.Active, options);
}

export function restorePanels({ id }: Panel, serializer: vscode.WebviewPanelSerializer): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(id, serializer);
}

export function testController(id: DeclaredId<'testController'>, label: string): vscode.TestController {
  return vscode.tests.createTestController(id, label);
}

export function diagnostics(name: DeclaredId<'diagnostics'>): vscode.DiagnosticCollection {
  return vscode.languages.createDiagnosticCollection(name);
}
