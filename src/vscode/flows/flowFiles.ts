import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { shortened } from '../../core/compliance/phrase';
import { parseJson } from '../../core/json/parseJson';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import type { ScenarioTexts } from '../../core/scenario/translatedScenario';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import { findScenarioFiles, MOST_LISTED, openOrSavedText } from '../scenarios/scenarioDocuments';
import { SCENARIO_FILES } from '../scenarios/scenarioName';
import { stemOf } from './flowStem';

const TOGETHER_MS = 100;
/** Longer names and descriptions would only slow the view down. */
const MOST_SHOWN = 1000;

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
  /** How many more files may be scenarios. They are not looked at, because there are too many. */
  readonly unread: number;
}

/** All scenario files: those that ship with the extension, and those in the workspace folders. */
export class FlowFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private shipped: Promise<FlowGroup> | undefined;
  private inWorkspace: Promise<readonly FlowGroup[]> | undefined;
  private readonly disposables: DisposableStore;

  /**
   * @param shippedFolder absolute path
   * @param most how many files of the workspace are looked at
   */
  constructor(
    private readonly pool: CheckPool,
    private readonly shippedFolder: string,
    private readonly most = MOST_LISTED,
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
    const [inWorkspace, shipped] = await Promise.all([this.inWorkspace, this.shipped]);
    return [...inWorkspace, shipped].filter(({ files, unread }) => files.length > 0 || unread > 0);
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
    const found = await findScenarioFiles(this.pool, undefined, this.most);
    const groups = (vscode.workspace.workspaceFolders ?? []).map(async (folder) => {
      const isOwn = (uri: vscode.Uri) => vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index;
      const files = await inOrder(found.files.filter(isOwn).map(({ fsPath }) => fsPath));
      return { folder, files, unread: found.unread.filter(isOwn).length };
    });
    return Promise.all(groups);
  }
}

async function shippedIn(folder: string): Promise<FlowGroup> {
  const names = (await fs.promises.readdir(folder)).filter((name) => name.endsWith(SCENARIO_ENDING));
  const files = await inOrder(names.map((name) => path.join(folder, name)));
  // The files themselves are in English, so that most windows need nothing else.
  const texts = isEnglish() ? undefined : await (await import('../scenarios/shippedTexts.js')).shippedTexts(folder);
  return { folder: undefined, files: texts ? files.map((file) => translated(file, texts)) : files, unread: 0 };
}

function isEnglish(): boolean {
  return /^en\b/i.test(vscode.env.language);
}

function translated(file: FlowFile, texts: ScenarioTexts): FlowFile {
  const { name, description } = file;
  return { ...file, name: texts[name] ?? name, description: texts[description] ?? description };
}

/** Puts a file before its variants, whose names begin with its own name. */
async function inOrder(files: readonly string[]): Promise<FlowFile[]> {
  const found: FlowFile[] = [];
  // One after the other, because thousands of open files are too many.
  for (const file of [...files].sort((a, b) => (stemOf(a) < stemOf(b) ? -1 : 1))) found.push(await fileOf(file));
  return found;
}

/** A file that cannot be read is listed too, so that it can be opened and mended. */
async function fileOf(file: string): Promise<FlowFile> {
  try {
    const text = await openOrSavedText(file);
    const { name, description } = parseJson(text) as Record<string, unknown>;
    return {
      file,
      name: typeof name === 'string' && name !== '' ? shortened(name, MOST_SHOWN) : stemOf(file),
      description: typeof description === 'string' ? shortened(description, MOST_SHOWN) : '',
    };
  } catch {
    return { file, name: stemOf(file), description: '' };
  }
}
