import * as vscode from 'vscode';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { isScenarioFile } from '../scenarios/scenarioDocuments';
import type { FlowFile, FlowFiles } from './flowFiles';
import type { FlowPanels } from './flowPanels';
import { stemOf } from './flowStem';
import type { FlowNode } from './flowTree';

/**
 * What a command about a flow may be called on: a row, a file (from the title bar of its editor), the name of a file that
 * ships (from the walkthrough), or nothing.
 */
export type FlowTarget = Pick<Extract<FlowNode, { kind: 'flow' }>, 'kind' | 'flow'> | vscode.Uri | string | undefined;

/** Finds out which flow a command is about. */
export class FlowChooser {
  constructor(
    private readonly files: FlowFiles,
    private readonly panels: FlowPanels,
  ) {}

  /**
   * The flow of the row or editor that the command was called on. Otherwise the one that is open; otherwise the user
   * picks one.
   */
  async openOne(target: FlowTarget): Promise<string | undefined> {
    return (
      (await this.given(target)) ??
      this.panels.active?.file ??
      (await editedFile()) ??
      this.panels.only?.file ??
      (await this.pick())
    );
  }

  /** The same, for a command that opens another flow: a simulator that is already open does not count. */
  async anyOne(target: FlowTarget): Promise<string | undefined> {
    return (await this.given(target)) ?? (await editedFile()) ?? (await this.pick());
  }

  private async given(target: FlowTarget): Promise<string | undefined> {
    if (target instanceof vscode.Uri) return target.fsPath;
    if (typeof target !== 'string') return target?.flow.file;
    const shipped = (await this.files.groups()).find(({ folder }) => folder === undefined);
    return shipped?.files.find(({ file }) => stemOf(file) === target)?.file;
  }

  private async pick(): Promise<string | undefined> {
    const open = this.panels.all.map(({ file, name, description }) => ({ file, name, description }));
    const isOpen = new Set(open.map(({ file }) => file));
    const groups = (await this.files.groups()).map(({ folder, files }) => ({
      label: folder?.name ?? l10n.t('Shipped Flows'),
      files: files.filter(({ file }) => !isOpen.has(file)),
    }));
    const items = [{ label: l10n.t('Open in the Simulator'), files: open }, ...groups]
      .filter(({ files }) => files.length > 0)
      .flatMap(({ label, files }): (vscode.QuickPickItem & { file?: string })[] => [
        { label, kind: vscode.QuickPickItemKind.Separator },
        ...files.map(itemOf),
      ]);
    const picked = await pick(items, { title: l10n.t('Which flow?'), matchOnDescription: true });
    return picked?.file;
  }
}

function itemOf({ name, file, description }: FlowFile): vscode.QuickPickItem & { file: string } {
  return { label: name, description: stemOf(file), detail: description, file };
}

/** The scenario whose text is in the active editor. */
async function editedFile(): Promise<string | undefined> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && (await isScenarioFile(uri)) ? uri.fsPath : undefined;
}
