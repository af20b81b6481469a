import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { type NewSession, newSession } from '../../core/session/newSession';
import { isThere } from '../../disk/change/fileStep';
import { digestOf } from '../../disk/digest';
import { isMobileAppsName } from '../../disk/mobileAppsName';
import { sessionPath } from '../../disk/sessionPlace';
import type { SessionStore } from '../../disk/sessionStore';
import type { SessionChanges } from '../changes/sessionChanges';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { normalPath } from '../host/pathSetting';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { uriOf } from '../mobileApps/sessionDocuments';
import type { PlaceChooser } from './choosePlace';
import { askNewSession, type NewSessionPlace, QuestionNumbers } from './newSessionQuestions';
import { SESSION_COMMANDS } from './sessionsContract';
import type { TreeNode } from './treeNode';

/** What *New Session File…* needs. */
export interface NewSessionParts {
  readonly index: SessionIndex;
  readonly folders: Pick<MobileAppsFolders, 'open'>;
  readonly choose: PlaceChooser;
  readonly store: SessionStore;
  readonly pending: NotYetPushed;
  readonly changes: SessionChanges;
}

/**
 * Registers *New Session File…*: on a MobileApps folder or an application, in the view or in the Explorer. The file is what 4D
 * would write, so that it has no finding. It is a change as all others are: it can be undone, and no server has it yet.
 */
export function registerNewSessionCommand(commands: CommandRegistry, parts: NewSessionParts): void {
  commands.register(SESSION_COMMANDS.sessionsCreate, async (given?: TreeNode | vscode.Uri) => {
    requireTrust();
    const numbers = new QuestionNumbers();
    const place = await placeOf(given, parts, numbers);
    if (!place) return;
    const facts = await askNewSession(place, parts.index, numbers);
    if (!facts) return;
    const key = await create(place.folder, newSession(facts), parts);
    // A preview would go with the next click on a file.
    await execute(VSCODE_COMMANDS.open, uriOf(key), { preview: false });
  });
}

async function placeOf(
  given: TreeNode | vscode.Uri | undefined,
  { index, folders, choose }: NewSessionParts,
  numbers: QuestionNumbers,
): Promise<NewSessionPlace | undefined> {
  const which = () => numbers.title(l10n.t('Which MobileApps Folder?'), 5);
  if (!(given instanceof vscode.Uri)) {
    const row = given?.kind === 'application' || given?.kind === 'folder' ? given : undefined;
    if (row?.kind === 'application') return { folder: row.folder, application: row.application };
    return choose.folder(row, which, true);
  }
  if (given.scheme !== 'file') throw new Error(l10n.t('{0} is not on this machine.', given.toString(true)));
  const here = normalPath(given.fsPath);
  const above = path.dirname(here);
  const isFolder = (place: string) => index.stateOf(place) !== undefined;
  if (isFolder(here)) return { folder: here };
  if (isFolder(above)) return { folder: above, application: path.basename(here) };
  const folder = [here, above].find((place) => isMobileAppsName(path.basename(place)));
  if (folder === undefined) return choose.folder(undefined, which, true);
  await folders.open(folder);
  return folder === here ? { folder } : { folder, application: path.basename(here) };
}

async function create(
  folder: string,
  { application, name, text }: NewSession,
  { store, pending, changes }: NewSessionParts,
): Promise<SessionKey> {
  const key: SessionKey = { folder, application, name };
  const to = sessionPath(key);
  const bytes = Buffer.from(text);
  await changes.record('create', async (record) => {
    const before = pending.before([key]);
    const madeFolder = !(await isThere(path.dirname(to)));
    await store.create(to, bytes);
    record.wrote({ from: undefined, to, madeFolder, now: { kind: 'saved', digest: digestOf(bytes), text } });
    pending.changed(key, before, text);
  });
  return key;
}
