import path from 'node:path';
import type { FileLimit } from '../../../core/files/fileFault';
import { UserFileError } from '../../../core/files/userFileError';
import { Privileges } from '../../../core/systems/web/privileges';
import { readRoles } from '../../../core/systems/web/roles';
import { readUserFile } from '../../../disk/userFile';

/** Path of the privileges and roles in a project. */
export const ROLES_FILE = path.join('Project', 'Sources', 'roles.json');

const ROLES_LIMIT: FileLimit = { bytes: 1_000_000, name: 'ROLES_LIMIT' };

export interface ProjectPrivileges {
  readonly privileges: Privileges;
  /** Why access control is off, with the line and column. Absent when it is on. */
  readonly error?: string;
}

/**
 * Reads the privileges of a 4D project. As in 4D, that happens once, at the start.
 * A project without roles.json defines none. If roles.json has an error, access control is off. Without a project,
 * every name is a known privilege.
 * @param project absolute path of the folder with `Project/Sources`
 * @param log called with each problem, as one line
 */
export async function readPrivileges(
  project: string | undefined,
  log: (message: string) => void,
): Promise<ProjectPrivileges> {
  if (project === undefined) return { privileges: new Privileges(undefined) };
  let text: string;
  try {
    text = (await readUserFile(path.join(project, ROLES_FILE), { limit: ROLES_LIMIT })).bytes.toString('utf8');
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (error.fault.kind === 'missing') return { privileges: noPrivileges() };
    return off(`${error.about(ROLES_FILE)}.`, log);
  }
  const reading = readRoles(text);
  if (reading.kind === 'error') {
    const { line, character } = reading.position;
    return off(`${ROLES_FILE}, line ${line + 1}, column ${character + 1}: ${reading.message}`, log);
  }
  for (const warning of reading.warnings) log(`${ROLES_FILE}: ${warning}`);
  return { privileges: new Privileges(reading.roles) };
}

function off(error: string, log: (message: string) => void): ProjectPrivileges {
  log(`Access control is off: ${error}`);
  return { privileges: new Privileges(undefined), error };
}

/** The content of 4D's default file: no privileges and no roles. */
function noPrivileges(): Privileges {
  return new Privileges({ privileges: [], roles: [], forceLogin: false });
}
