import { applicationFolderName } from '../../../../core/session/location';
import type { Session } from '../../../../core/session/session';
import type { SessionPath } from '../mobileState';

/** The key of a session by its own ids. Not yet a path to write to: the ids may be anything. */
export function pathOfSession({ application, team, session }: Session): SessionPath {
  return sessionKey(applicationFolderName(application.id, team?.id ?? ''), session.id);
}

export function sessionKey(application: string, name: string): SessionPath {
  return `${application}/${name}`;
}

/** The two halves of a key. */
export function partsOf(file: SessionPath): { application: string; name: string } {
  const at = file.lastIndexOf('/');
  return { application: file.slice(0, at), name: file.slice(at + 1) };
}
