import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { emptyScenario, type NewScenario, scenarioFrom } from '../../core/scenario/newScenario';
import { writeNewFile } from '../../disk/newFile';
import type { CommandRegistry } from '../host/commandRegistry';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { requireTrust } from '../host/trust';
import { openOrSavedText } from '../scenarios/scenarioDocuments';
import { freeScenarioName, withScenarioEnding } from '../scenarios/scenarioPlace';
import { FLOW_COMMANDS } from './flowContract';
import type { FlowFiles } from './flowFiles';
import { stemOf } from './flowStem';
import { askTemplate } from './scenarioTemplates';

/**
 * Registers *New Scenario…*. It makes a scenario file from a template, where the user wants it, and opens it with its name
 * selected, so that it can be typed.
 */
export function registerNewScenarioCommand(
  commands: CommandRegistry,
  files: Pick<FlowFiles, 'groups'>,
  dialogs: FileDialogs,
): void {
  commands.register(FLOW_COMMANDS.scenarioCreate, async (given?: unknown) => {
    requireTrust();
    const template = await askTemplate(files);
    if (!template) return;
    const { flow } = template;
    const made = flow ? scenarioFrom(await openOrSavedText(flow.file)) : emptyScenario();
    const uri = await askPlace(await folderOf(given), flow ? stemOf(flow.file) : 'scenario', dialogs);
    if (uri) await open(uri, made);
  });
}

/** The folder of the Explorer's menu. A file means the folder that it is in. */
async function folderOf(given: unknown): Promise<vscode.Uri | undefined> {
  if (!(given instanceof vscode.Uri) || given.scheme !== 'file') return undefined;
  const stats = await fs.stat(given.fsPath).catch(() => undefined);
  return stats?.isDirectory() === false ? vscode.Uri.joinPath(given, '..') : given;
}

async function askPlace(
  folder: vscode.Uri | undefined,
  stem: string,
  dialogs: FileDialogs,
): Promise<vscode.Uri | undefined> {
  const start = folder ?? (await dialogs.start());
  const title = l10n.t('New Scenario (2 of 2): Where?');
  const options = { title, saveLabel: l10n.t('Create Scenario'), filters: { JSON: ['json'] } };
  const uri = await dialogs.save(await freeScenarioName(start, stem), options, start);
  return uri && withScenarioEnding(uri);
}

async function open(uri: vscode.Uri, { text, nameStart, nameEnd }: NewScenario): Promise<void> {
  if (uri.scheme !== 'file') throw new Error(l10n.t('{0} is not on this machine.', uri.toString(true)));
  await writeNewFile(uri.fsPath, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  const selection = new vscode.Range(document.positionAt(nameStart), document.positionAt(nameEnd));
  await vscode.window.showTextDocument(document, { selection, preview: false });
}
