import * as vscode from 'vscode';
import { grouped } from '../../core/base/grouped';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { Backup } from '../../disk/backup';
import { deletedVersions, type SessionVersion } from '../../disk/change/versions';
import { removedFile } from '../../disk/change/writtenFile';
import { sessionKeyAt } from '../../disk/sessionPlace';
import type { ChangePart } from '../changes/openChange';
import { agoText } from '../host/agoText';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { pickMany } from '../host/pick';
import { requireTrust } from '../host/trust';
import { shortName, timeText } from '../mobileApps/sessionText';
import type { ChosenPlace, PlaceChooser } from './choosePlace';
import { SESSION_COMMANDS } from './sessionsContract';
import type { TreeNode } from './treeNode';
import type { VersionTools } from './versionCommands';
import { occasionText, versionName } from './versionText';

/** One list shows at most this many. A whole reset is undone by *Restore Last Reset*. */
const MOST_SHOWN = 500;

interface DeletedItem extends vscode.QuickPickItem {
  readonly version: SessionVersion;
}

/** Registers *Restore Deleted Sessions*, for an application and for a MobileApps folder. */
export function registerRestoreDeleted(commands: CommandRegistry, choose: PlaceChooser, tools: VersionTools): void {
  commands.register(SESSION_COMMANDS.sessionsRestoreDeleted, async (node?: TreeNode) => {
    requireTrust();
    const place: ChosenPlace | undefined =
      node?.kind === 'application' && !tools.index.applicationOf(node.folder, node.application)?.isPartial
        ? { folder: node.folder, application: node.application }
        : await choose.folder(node, l10n.t('Restore Deleted Sessions of MobileApps Folder'));
    if (place) await restoreDeleted(place, tools);
  });
}

async function restoreDeleted(place: ChosenPlace, tools: VersionTools): Promise<void> {
  const { folder, application } = place;
  const { index, backupRoots } = tools;
  const isHere = (file: string) => application === undefined || sessionKeyAt(file).application === application;
  const isThere = (file: string) => !isHere(file) || index.entry(sessionKeyAt(file)) !== undefined;
  const { versions, damaged } = await deletedVersions(folder, backupRoots, isThere, MOST_SHOWN);
  const reasons = damaged.map(({ phrase }) => phraseIn(phrase));
  if (versions.length === 0) {
    const none = l10n.t('No backup has a deleted session of {0}.', nameOf(place, index));
    void vscode.window.showInformationMessage([none, ...reasons].join(' '));
    return;
  }
  if (reasons.length > 0) void vscode.window.showWarningMessage(reasons.join(' '));
  const items = versions.map((version) => itemOf(version, place, index, tools.now()));
  const title = l10n.t('Restore Deleted Sessions of {0}', nameOf(place, index));
  const chosen = await pickMany(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (chosen.length > 0)
    await putBack(
      folder,
      chosen.map(({ version }) => version),
      tools,
    );
}

async function putBack(folder: string, versions: readonly SessionVersion[], { changes }: VersionTools): Promise<void> {
  const parts: ChangePart[] = [];
  for (const [place, files] of grouped(versions, ({ backup }) => backup.path)) {
    parts.push({ folder, written: files.map(({ file }) => removedFile(file)), backup: await Backup.open(place) });
  }
  const [only, more] = versions;
  await changes.takeBack('restoreDeleted', parts, only && !more ? versionName(only) : undefined);
}

function itemOf(version: SessionVersion, place: ChosenPlace, index: SessionIndex, now: number): DeletedItem {
  const { folder, application, name } = sessionKeyAt(version.file);
  const title = index.applicationOf(folder, application)?.title ?? application;
  return {
    label: versionName(version),
    description: `${agoText(version.backup.time, now)} · ${occasionText(version)}`,
    detail: [timeText(version.backup.time), place.application === undefined && title, shortName(name)]
      .filter((part) => part !== false)
      .join(' · '),
    version,
  };
}

function nameOf({ folder, application }: ChosenPlace, index: SessionIndex): string {
  if (application === undefined) return vscode.workspace.asRelativePath(folder, true);
  return index.applicationOf(folder, application)?.title ?? application;
}
