import { applicationFolderName } from '../../../../core/session/location';
import type { Session } from '../../../../core/session/session';
import type { SessionPath } from '../mobileState';

/** The key of a session, made of its own ids. Ids may be any text, so do not write to this path without a check. */
export function pathOfSession({ application, team, session }: Session): SessionPath {
  return sessionKey(applicationFolderName(application.id, team?.id ?? ''), session.id);
}

export function sessionKey(application: string, name: string): SessionPath {
  return `${application}/${name}`;
}

/** Splits a key into application folder and file name. */
export function pathParts(file: SessionPath): { application: string; name: string } {
  const at = file.lastIndexOf('/');
  return { application: file.slice(0, at), name: file.slice(at + 1) };
}
