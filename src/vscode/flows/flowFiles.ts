import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { SCENARIO_ENDING } from '../../scenario/loadScenario';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import { findScenarioFiles, openOrSavedText, SCENARIO_FILES } from '../scenarios/scenarioDocuments';
import { stemOf } from './flowFile';

const TOGETHER_MS = 100;

/** A scenario file, with the name and description that it gives itself. */
export interface FlowFile {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  readonly description: string;
}

/** The scenario files that ship with the extension, or those of one workspace folder. */
export interface FlowGroup {
  /** Undefined for the files that ship with the extension. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly files: readonly FlowFile[];
}

/** All scenario files: those that ship with the extension, and those in the workspace folders. */
export class FlowFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private shipped: FlowGroup | undefined;
  private inWorkspace: Promise<readonly FlowGroup[]> | undefined;
  private readonly disposables: DisposableStore;

  /** @param shippedFolder absolute path */
  constructor(
    private readonly pool: CheckPool,
    private readonly shippedFolder: string,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    const together = new Coalesced(nodeTimers, TOGETHER_MS, () => this.forget());
    this.disposables = new DisposableStore(
      this.changed,
      watcher,
      together,
      watcher.onDidCreate(() => together.call()),
      watcher.onDidChange(() => together.call()),
      watcher.onDidDelete(() => together.call()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => together.call()),
      onWindowFocus(() => void this.lookAgain()),
    );
  }

  /** Files are read again only after a change. Groups without files are left out. */
  async groups(): Promise<readonly FlowGroup[]> {
    this.inWorkspace ??= this.findInWorkspace();
    // Read on first use only, because most windows never show them.
    this.shipped ??= shippedIn(this.shippedFolder);
    const { shipped } = this;
    return [...(await this.inWorkspace), shipped].filter(({ files }) => files.length > 0);
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private forget(): void {
    this.inWorkspace = undefined;
    this.changed.fire();
  }

  /** VS Code may not report what another program changes. Rows are redrawn only when they differ. */
  private async lookAgain(): Promise<void> {
    const shown = this.inWorkspace;
    if (!shown) return;
    try {
      const [before, now] = await Promise.all([shown, this.findInWorkspace()]);
      if (this.inWorkspace !== shown || JSON.stringify(now) === JSON.stringify(before)) return;
      this.inWorkspace = Promise.resolve(now);
      this.changed.fire();
    } catch (error) {
      if (error instanceof PoolDisposedError) return;
      // The error appears when the rows are asked for.
      if (this.inWorkspace === shown) this.forget();
    }
  }

  private async findInWorkspace(): Promise<readonly FlowGroup[]> {
    const uris = await findScenarioFiles(this.pool);
    return (vscode.workspace.workspaceFolders ?? []).map((folder) => {
      const own = uris.filter((uri) => vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index);
      return { folder, files: inOrder(own.map(({ fsPath }) => fsPath)) };
    });
  }
}

function shippedIn(folder: string): FlowGroup {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(SCENARIO_ENDING));
  return { folder: undefined, files: inOrder(names.map((name) => path.join(folder, name))) };
}

/** Puts a file before its variants, whose names begin with its own name. */
function inOrder(files: readonly string[]): FlowFile[] {
  return [...files].sort((a, b) => (stemOf(a) < stemOf(b) ? -1 : 1)).map(fileOf);
}

/** A file that cannot be read is listed too, so that it can be opened and mended. */
function fileOf(file: string): FlowFile {
  try {
    const { name, description } = JSON.parse(openOrSavedText(file)) as Record<string, unknown>;
    return {
      file,
      name: typeof name === 'string' && name !== '' ? name : stemOf(file),
      description: typeof description === 'string' ? description : '',
    };
  } catch {
    return { file, name: stemOf(file), description: '' };
  }
}
