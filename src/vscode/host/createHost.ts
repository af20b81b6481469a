import path from 'node:path';
import * as vscode from 'vscode';
import type { DisposableStore } from '../../core/base/disposableStore';
import { CommandRegistry } from './commandRegistry';
import { ContextKeySetter } from './contextKeys';
import { FileDialogs } from './fileDialogs';
import { VisibleLog } from './visibleLog';

/** What features use of VS Code. There is one for the window. Each feature names the parts that it needs. */
export interface Host {
  /** Everything that must be disposed of when the extension ends. */
  readonly disposables: DisposableStore;
  readonly log: vscode.LogOutputChannel;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeySetter;
  readonly dialogs: FileDialogs;
  /** Storage for this workspace that survives a reload of the window. */
  readonly memento: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
  /** The folder of the extension. */
  readonly extensionUri: vscode.Uri;
  /** Absolute path of the folder for backups of files that are changed or deleted. */
  readonly backupRoot: string;
  /** Absolute path of the folder for what is known of MobileApps folders. All windows share it, as a folder is the same in each. */
  readonly snapshotRoot: string;
  /** Storage for all workspaces of this user. */
  readonly userMemento: vscode.Memento;
  /** Of the extension. */
  readonly version: string;
}

export function createHost(context: vscode.ExtensionContext, disposables: DisposableStore): Host {
  const log = new VisibleLog(vscode.window.createOutputChannel('Session Workbench', { log: true }));
  // VS Code disposes of these after `deactivate`: what ends there may still write to the log.
  context.subscriptions.push(log);
  return {
    disposables,
    log,
    commands: new CommandRegistry(disposables, log),
    contextKeys: new ContextKeySetter(),
    dialogs: new FileDialogs(context.globalState),
    memento: context.workspaceState,
    secrets: context.secrets,
    extensionUri: context.extensionUri,
    backupRoot: path.join(context.globalStorageUri.fsPath, 'backups'),
    snapshotRoot: path.join(context.globalStorageUri.fsPath, 'snapshots'),
    userMemento: context.globalState,
    version: String(context.extension.packageJSON.version),
  };
}

/** Absolute path of a file of the extension. */
export function fileOf({ extensionUri }: Pick<Host, 'extensionUri'>, file: string): string {
  return path.join(extensionUri.fsPath, file);
}
