import type * as vscode from 'vscode';
import { Command } from '../contract/command';
import { Setting } from '../contract/setting';

/** The commands of VS Code that the extension executes. */
export const VSCODE_COMMANDS = {
  open: new Command<[uri: vscode.Uri, options?: vscode.TextDocumentShowOptions]>('vscode.open'),
  diff: new Command<[left: vscode.Uri, right: vscode.Uri, title?: string]>('vscode.diff'),
  changes: new Command<[title: string, rows: readonly (readonly [vscode.Uri, vscode.Uri, vscode.Uri])[]]>(
    'vscode.changes',
  ),
  showPreview: new Command<[uri: vscode.Uri]>('markdown.showPreview'),
  /** @param query the key of a setting, or the beginning of several */
  openSettings: new Command<[query: string]>('workbench.action.openSettings'),
  /** The same in the settings of the workspace. There must be one. */
  openWorkspaceSettings: new Command<[query: string]>('workbench.action.openWorkspaceSettings'),
  showReferences: new Command<[uri: vscode.Uri, at: vscode.Position, places: readonly vscode.Location[]]>(
    'editor.action.showReferences',
  ),
  focusProblems: new Command('workbench.action.problems.focus'),
  showProblems: new Command('workbench.actions.view.problems'),
  manageTrust: new Command('workbench.trust.manage'),
  revealInOS: new Command<[uri: vscode.Uri]>('revealFileInOS'),
  revealInExplorer: new Command<[uri: vscode.Uri]>('revealInExplorer'),
} as const;

/** The settings of VS Code that the extension reads. */
export const VSCODE_SETTINGS = {
  jsonValidate: new Setting<boolean>('json.validate.enable', 'boolean', true),
  filesExclude: new Setting<Readonly<Record<string, unknown>>>('files.exclude', 'object', {}),
  filesAssociations: new Setting<Readonly<Record<string, unknown>>>('files.associations', 'object', {}),
} as const;
