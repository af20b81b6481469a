import path from 'node:path';
import * as vscode from 'vscode';
import type { ApplicationView, SessionIndex } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { wholeFolders } from '../mobileApps/wholeFolders';
import type { TreeNode } from './treeNode';

/** A MobileApps folder, or one application of it. */
export interface ChosenPlace {
  readonly folder: string;
  readonly application?: string;
}

type PlaceItem = vscode.QuickPickItem & ChosenPlace;

/**
 * Finds out which folder or application a command is about: the row it was called on, the selected row, or the one that
 * the user picks.
 */
export class PlaceChooser {
  constructor(
    private readonly index: SessionIndex,
    private readonly view: vscode.TreeView<TreeNode>,
  ) {}

  /**
   * @param title of the question; a function is called when it is asked
   * @param takesOnly whether the only folder is taken without a question: only where nothing that is there is changed
   */
  async folder(
    node: TreeNode | undefined,
    title: string | (() => string),
    takesOnly = false,
  ): Promise<ChosenPlace | undefined> {
    const row = node ?? only(this.view.selection);
    if (row?.kind === 'folder') return { folder: row.folder };
    const items = this.folderItems();
    return (takesOnly ? only(items) : undefined) ?? this.ask(title, items);
  }

  /** @param takesOnly whether the only application is taken without a question: only where nothing is changed */
  async application(
    node: TreeNode | undefined,
    title: string,
    takesOnly = false,
  ): Promise<Required<ChosenPlace> | undefined> {
    const row = node ?? only(this.view.selection);
    const isWhole = row?.kind === 'application' && !this.index.applicationOf(row.folder, row.application)?.isPartial;
    if (isWhole) return { folder: row.folder, application: row.application };
    const items = this.applicationItems();
    const place = (takesOnly ? only(items) : undefined) ?? (await this.ask(title, items));
    return place?.application === undefined ? undefined : { folder: place.folder, application: place.application };
  }

  private folderItems(): PlaceItem[] {
    return wholeFolders(this.index).map((folder) => ({
      label: path.basename(folder),
      description: vscode.workspace.asRelativePath(path.dirname(folder), true),
      folder,
    }));
  }

  private applicationItems(): PlaceItem[] {
    return this.index.folders().flatMap((folder) =>
      wholeApplications(this.index, folder).map(({ name, title }) => ({
        label: title ?? name,
        description: title === undefined ? '' : name,
        detail: vscode.workspace.asRelativePath(folder, true),
        folder,
        application: name,
      })),
    );
  }

  private async ask(title: string | (() => string), items: readonly PlaceItem[]): Promise<ChosenPlace | undefined> {
    if (items.length > 0) {
      return pick(items, { title: typeof title === 'string' ? title : title(), matchOnDescription: true });
    }
    void vscode.window.showInformationMessage(
      l10n.t('No MobileApps folder is shown. Open one with “Open MobileApps Folder…”.'),
    );
    return undefined;
  }
}

function wholeApplications(index: SessionIndex, folder: string): ApplicationView[] {
  return index.applications(folder).filter(({ isPartial }) => !isPartial);
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
