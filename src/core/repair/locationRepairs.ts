import type { Finding } from '../compliance/finding';
import { type Phrase, phrase } from '../compliance/phrase';
import { mayBePutAside } from '../session/copiesFolder';
import { applicationFolderName } from '../session/location';
import { deriveSessionId } from '../session/sessionId';
import type { DamagedSession, PointerValues } from './damagedSession';
import { derivedText } from './derivedText';
import { type FolderIds, folderIds } from './folderIds';
import type { FileChange, Repair } from './repair';
import { isSafeFolderName, isSafeSessionName } from './safeName';

/**
 * `mobi/1`: moves the file to where its content says, or changes the content to match the place of the file. Token and
 * derived id are evidence: the repair with more evidence for it is preferred, and a repair with no evidence against it
 * is safe.
 */
export function locationRepairs(session: DamagedSession, finding: Finding): Repair[] {
  return finding.detail?.kind === 'name' ? nameRepairs(session, finding) : folderRepairs(session, finding);
}

function nameRepairs(session: DamagedSession, { code }: Finding): Repair[] {
  const { fields, file, token } = session;
  const { sessionId } = fields;
  if (sessionId === undefined || sessionId === file.name) return [];
  const derived = derivedId(session, fields);
  const forContent = votes(token?.id === sessionId, derived === sessionId);
  const forFile = votes(token?.id === file.name, derived === file.name);
  const repairs: Repair[] = [];
  if (isSafeSessionName(sessionId)) {
    const title = phrase('Rename the file to what its content says: "{0}"', derivedText(session, sessionId));
    const change = { edits: [], name: sessionId };
    repairs.push({ id: 'rename', code, title, kind: 'place', ...judged(forContent, forFile), change });
  }
  const change = contentChange(session, [['/session/id', file.name]]);
  if (change) {
    const title = phrase('Change session.id to what the file is named: "{0}"', derivedText(session, file.name));
    repairs.push({ id: 'keep-name', code, title, kind: 'ids', ...judgedContent(forContent, forFile), change });
  }
  return repairs;
}

function folderRepairs(session: DamagedSession, { code }: Finding): Repair[] {
  const { fields, file, tokenIds } = session;
  const { applicationId, teamId, sessionId } = fields;
  if (applicationId === undefined || teamId === undefined) return [];
  const expected = applicationFolderName(applicationId, teamId);
  if (expected === file.applicationFolder) return [];
  const ids = folderIds(file.applicationFolder, { applicationId, teamId }, session.witnesses);
  const tokenFolder = tokenIds && applicationFolderName(tokenIds.applicationId, tokenIds.teamId);
  const isDerived = (from: Partial<FolderIds> | undefined) =>
    from !== undefined && sessionId !== undefined && derivedId(session, from) === sessionId;
  const forContent = votes(tokenFolder === expected, isDerived(fields));
  const forFile = votes(tokenFolder === file.applicationFolder, isDerived(ids));
  const repairs: Repair[] = [];
  if (isSafeFolderName(expected)) {
    const title = phrase(
      'Move the file to the folder that its content says: "{0}"',
      shownFolder(session, { applicationId, teamId }),
    );
    const change = { edits: [], application: expected };
    const { safe, preferred } = judged(forContent, forFile);
    const isSafe = safe && !mayBePutAside(file.applicationFolder, expected);
    repairs.push({ id: 'move', code, title, kind: 'place', safe: isSafe, preferred, change });
  }
  const values: [string, string][] = [];
  if (ids && ids.applicationId !== applicationId) values.push(['/application/id', ids.applicationId]);
  if (ids && ids.teamId !== teamId) values.push(['/team/id', ids.teamId]);
  const change = values.length > 0 && contentChange(session, values);
  if (ids && change) {
    const title = contentTitle(session, ids, { applicationId, teamId });
    repairs.push({ id: 'keep-folder', code, title, kind: 'ids', ...judgedContent(forContent, forFile), change });
  }
  return repairs;
}

function contentTitle(session: DamagedSession, ids: FolderIds, before: FolderIds): Phrase {
  if (ids.teamId === before.teamId) {
    return phrase('Change application.id to what the folder says: "{0}"', derivedText(session, ids.applicationId));
  }
  if (ids.applicationId === before.applicationId) {
    return phrase('Change team.id to what the folder says: "{0}"', derivedText(session, ids.teamId));
  }
  return phrase(
    'Change application.id and team.id to what the folder says: "{0}", "{1}"',
    derivedText(session, ids.applicationId),
    derivedText(session, ids.teamId),
  );
}

/** Each part is covered before they are joined: where one ends, a token looks as if it went on. */
function shownFolder(session: DamagedSession, { applicationId, teamId }: FolderIds): string {
  return applicationFolderName(derivedText(session, applicationId), derivedText(session, teamId));
}

function contentChange(session: DamagedSession, values: PointerValues): FileChange | undefined {
  const set = session.set(values);
  return set && { edits: set.edits };
}

function derivedId({ fields }: DamagedSession, ids: Partial<FolderIds>): string | undefined {
  const { applicationId, teamId } = ids;
  if (applicationId === undefined || teamId === undefined || fields.deviceId === undefined) return undefined;
  return deriveSessionId({ teamId, applicationId, deviceId: fields.deviceId });
}

function votes(...witnesses: boolean[]): number {
  return witnesses.filter((each) => each).length;
}

/** 4D goes by the content. So moving the file is preferred, unless there is more evidence for its place. */
function judged(forContent: number, forFile: number): Pick<Repair, 'safe' | 'preferred'> {
  return { safe: forFile === 0, preferred: forContent >= forFile };
}

function judgedContent(forContent: number, forFile: number): Pick<Repair, 'safe' | 'preferred'> {
  return { safe: forFile > 0 && forContent === 0, preferred: forFile > forContent };
}
