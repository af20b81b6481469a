import * as vscode from 'vscode';
import type { JournalEntry, JournalRemedy } from '../../core/protocol/journal';
import { optionSetting } from '../../core/server/optionSetting';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { writeSetting, writtenSetting } from '../host/settings';
import { TooLate } from '../host/tooLate';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { settingKeyOf, settingNameOf, withRemedy } from './remedySetting';
import { SERVER_COMMANDS } from './serverContract';
import { ownNode, type ServerNode } from './serverNode';
import type { SystemView } from './systemView';
import { settingNamed } from './writtenSettings';

/** What the command that changes a setting needs. */
export interface SettingParts {
  /** The entry of the journal with this id. */
  readonly entry: (id: number) => Promise<JournalEntry | undefined>;
  readonly selection: () => readonly ServerNode[];
  readonly systems: readonly SystemView[];
}

/** Registers the command that changes the setting which decided, of a reason in the journal. */
export function registerSettingCommands(commands: CommandRegistry, parts: SettingParts): void {
  commands.register(SERVER_COMMANDS.journalChangeSetting, async (node?: ServerNode) => {
    const remedy = await remedyFor(parts, node ?? parts.selection()[0]);
    if (!remedy) {
      void vscode.window.showInformationMessage(l10n.t('Select a reason in the journal that a setting decided.'));
      return;
    }
    if (await isSettingWanted(remedy)) await change(remedy, parts.systems);
  });
}

/** The remedy of the reason of a row, or the last one of an entry. */
async function remedyFor({ entry }: SettingParts, node: ServerNode | undefined): Promise<JournalRemedy | undefined> {
  const row = ownNode(node);
  if (row?.kind !== 'cause' && row?.kind !== 'entry') return undefined;
  const found = await entry(row.kind === 'cause' ? row.entry : row.id);
  if (!found) throw new TooLate(l10n.t('This entry is not in the journal any more.'));
  const remedies = found.causes.map(({ remedy }) => remedy);
  return row.kind === 'cause' ? remedies[row.index] : remedies.findLast((each) => each !== undefined);
}

/** Whether the user wants the value that the remedy has. Without one, or if the user wants another, the settings are opened. */
async function isSettingWanted(remedy: JournalRemedy): Promise<boolean> {
  const key = settingKeyOf(remedy);
  if (remedy.value === undefined) {
    await openSettings(key);
    return false;
  }
  const set = { label: changeText(remedy), description: key };
  const open = { label: l10n.t('Open Settings'), description: key };
  const chosen = await pick([set, open], { title: l10n.t('Change the Setting That Decided') });
  if (chosen === open) await openSettings(key);
  return chosen === set;
}

/** Opens the settings that the change would be written to: those of the workspace, if there is one. */
async function openSettings(key: string): Promise<void> {
  await execute(hasWorkspace() ? VSCODE_COMMANDS.openWorkspaceSettings : VSCODE_COMMANDS.openSettings, key);
}

function hasWorkspace(): boolean {
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
}

/** Writes the setting. The row of a server that runs says that it has to start again, as for any change of its settings. */
async function change(remedy: JournalRemedy, systems: readonly SystemView[]): Promise<void> {
  const setting = settingNamed(settingNameOf(remedy), systems);
  const { option, value } = remedy;
  if (!setting || value === undefined) return;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  const target = hasWorkspace() ? Workspace : Global;
  await writeSetting(setting, withRemedy(writtenSetting(setting), { option, value }), target);
}

function changeText({ option, value: given }: JournalRemedy): string {
  const value = String(given);
  if (given === true) return l10n.t('Switch on {0}', settingNameOf({ option }));
  if (option === 'allowedHosts') return l10n.t('Allow Host {0}', value);
  if (option === 'web.cors') return l10n.t('Allow Pages of {0}', value);
  return l10n.t('Set {0} to {1}', optionSetting(option).join('.'), value);
}
