import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { withoutBom } from '../../core/json/byteOrderMark';
import { Backup } from '../../disk/backup';
import { type SessionVersion, versionsOf } from '../../disk/change/versions';
import { removedFile, type WrittenFile } from '../../disk/change/writtenFile';
import { digestOf } from '../../disk/digest';
import { readRegular } from '../../disk/regularFile';
import { placeInFolder, sessionKeyAt } from '../../disk/sessionPlace';
import type { SessionWriteError } from '../../disk/sessionWriteError';
import { FileGoneError } from '../../disk/writeErrors';
import type { SessionChanges } from '../changes/sessionChanges';
import { sideText } from '../compare/comparedSessions';
import { type ComparedVersion, comparedSide, comparedUri } from '../compare/comparedUri';
import { agoText } from '../host/agoText';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { pick } from '../host/pick';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { OpenEditors } from '../mobileApps/openEditors';
import { uriOf } from '../mobileApps/sessionDocuments';
import { sessionName } from '../mobileApps/sessionName';
import { timeText } from '../mobileApps/sessionText';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';
import { differenceText, occasionText, versionName } from './versionText';

/** An item of a list of versions: a version, or why one cannot be read. */
export interface VersionItem extends vscode.QuickPickItem {
  readonly version?: SessionVersion;
  readonly damage?: string;
}

/** What the commands about versions need. */
export interface VersionTools {
  readonly index: SessionIndex;
  readonly targets: SessionTargets;
  readonly changes: SessionChanges;
  /** Of this extension, and of server and command line. */
  readonly backupRoots: readonly string[];
  /** In milliseconds since 1970. */
  readonly now: () => number;
}

/** Registers *Compare with Previous Version* and *Restore This Version*. */
export function registerVersionCommands(commands: CommandRegistry, tools: VersionTools): void {
  const { targets } = tools;
  commands.register(SESSION_COMMANDS.sessionCompareVersion, async (...args: TreeArguments) => {
    const key = await targets.one(args);
    if (key) await compareVersion(key, tools);
  });
  commands.register(SESSION_COMMANDS.sessionRestoreVersion, async (uri?: vscode.Uri) => {
    requireTrust();
    const meant = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
    const { key, version } = (meant && comparedSide(meant)) ?? {};
    if (key && version) await restore(key, version, tools);
    else {
      const what = l10n.t('Choose a version with “Compare Session with Previous Version…” first.');
      void vscode.window.showInformationMessage(what);
    }
  });
}

async function compareVersion(key: SessionKey, tools: VersionTools): Promise<void> {
  const { folder } = key;
  const name = nameOf(key, tools.index);
  const { versions, damaged } = await versionsOf(folder, uriOf(key).fsPath, tools.backupRoots);
  if (versions.length === 0) {
    const none = l10n.t(
      'There is no earlier version of {0}: one is kept each time before this extension, its dev server or the command line changes the file.',
      name,
    );
    void vscode.window.showInformationMessage([none, ...damaged.map(({ phrase }) => phraseIn(phrase))].join(' '));
    return;
  }
  const now = await sideText({ key });
  const items = versions.map((version) => ({
    ...versionItem(version, tools.now()),
    detail: [timeText(version.backup.time), ...movedText(key, version), differenceText(version, now)].join(' · '),
  }));
  const title = l10n.t('Compare {0} with a Previous Version', name);
  const chosen = await pickVersion([...items, ...damageItems(damaged)], { title });
  if (chosen) await showVersion(key, chosen, name);
}

async function showVersion(key: SessionKey, { backup, file }: SessionVersion, name: string): Promise<void> {
  const version = { key: sessionKeyAt(file), backup: backup.path };
  const title = l10n.t('{0}: {1} ↔ now', name, timeText(backup.time));
  await execute(VSCODE_COMMANDS.diff, comparedUri(version), comparedUri({ key, version }), title);
}

async function restore(key: SessionKey, version: ComparedVersion, tools: VersionTools): Promise<void> {
  const file = uriOf(key).fsPath;
  const from = uriOf(version.key).fsPath;
  const backup = await Backup.open(version.backup);
  const bytes = await backup.read(from);
  const written = await presentFile(file, from, bytes);
  const name = versionName({ bytes, file: from });
  if (written)
    await tools.changes.takeBack('restoreVersion', [{ folder: key.folder, written: [written], backup }], name);
  else void vscode.window.showInformationMessage(l10n.t('The session of {0} is like this version already.', name));
}

/** The file as it is now, as if it had been written after the version was kept; undefined when it is the same. */
async function presentFile(file: string, from: string, version: Buffer): Promise<WrittenFile | undefined> {
  const place = { from, to: file, madeFolder: false };
  const unsaved = new OpenEditors().unsaved(file);
  if (unsaved !== undefined) {
    // Unsaved text stays unsaved, with what the version says.
    const before = withoutBom(version.toString('utf8'));
    return before === unsaved ? undefined : { ...place, now: { kind: 'unsaved', before, after: unsaved } };
  }
  try {
    const { bytes } = await readRegular(file);
    if (bytes.equals(version) && from === file) return undefined;
    return { ...place, now: { kind: 'saved', digest: digestOf(bytes) } };
  } catch (error) {
    if (error instanceof FileGoneError) return removedFile(from);
    throw error;
  }
}

/** When a version was made, in words, and what for. */
export function versionItem(version: SessionVersion, now: number): VersionItem {
  return { label: l10n.t('{0}, {1}', agoText(version.backup.time, now), occasionText(version)), version };
}

/** The backups that cannot be read, below the others. */
export function damageItems(damaged: readonly SessionWriteError[]): VersionItem[] {
  if (damaged.length === 0) return [];
  return [
    { label: l10n.t('Cannot be read'), kind: vscode.QuickPickItemKind.Separator },
    ...damaged.map(({ file, phrase }) => {
      const damage = phraseIn(phrase);
      return { label: path.basename(path.dirname(file)), detail: damage, damage };
    }),
  ];
}

/** Asks for a version. For one that cannot be read, the reason is told. */
async function pickVersion(
  items: readonly VersionItem[],
  options: vscode.QuickPickOptions,
): Promise<SessionVersion | undefined> {
  const chosen = await pick(items, { ...options, matchOnDescription: true, matchOnDetail: true });
  if (chosen?.damage !== undefined) void vscode.window.showWarningMessage(chosen.damage);
  return chosen?.version;
}

/** Where the file was then, when a repair has moved it since. */
function movedText(key: SessionKey, { file }: SessionVersion): string[] {
  const place = placeInFolder(key.folder, file);
  return place === `${key.application}/${key.name}` ? [] : [l10n.t('as {0}', place)];
}

function nameOf(key: SessionKey, index: SessionIndex): string {
  const entry = index.entry(key);
  return entry ? sessionName(entry) : key.name;
}
