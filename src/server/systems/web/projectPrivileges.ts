import path from 'node:path';
import type { FileLimit } from '../../../core/files/fileFault';
import { UserFileError } from '../../../core/files/userFileError';
import { Permissions } from '../../../core/systems/web/permissions';
import { Privileges } from '../../../core/systems/web/privileges';
import { readRoles } from '../../../core/systems/web/roles';
import { ProjectClasses } from '../../../disk/projectClasses';
import { readUserFile } from '../../../disk/userFile';

/** Path of the privileges and roles in a project. */
export const ROLES_FILE = path.join('Project', 'Sources', 'roles.json');

const ROLES_LIMIT: FileLimit = { bytes: 1_000_000, name: 'ROLES_LIMIT' };

export interface ProjectPrivileges {
  readonly privileges: Privileges;
  readonly permissions: Permissions;
  /** Why access control is off, with the line and column. Absent when it is on. */
  readonly error?: string;
}

/**
 * Reads the privileges of a 4D project. As in 4D, that happens once, at the start.
 * A project without roles.json defines none. If roles.json has an error, access control is off. Without a project,
 * every name is a known privilege.
 * @param project absolute path of the folder with `Project/Sources`
 * @param code absolute path of the folder of modules
 * @param log called with each problem, as one line
 */
export async function readPrivileges(
  project: string | undefined,
  code: string,
  log: (message: string) => void,
): Promise<ProjectPrivileges> {
  if (project === undefined) return unlimited();
  let text: string;
  try {
    text = (await readUserFile(path.join(project, ROLES_FILE), { limit: ROLES_LIMIT })).bytes.toString('utf8');
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (error.fault.kind === 'missing') return { privileges: noPrivileges(), permissions: new Permissions(undefined) };
    return off(`${error.about(ROLES_FILE)}.`, log);
  }
  let reading = readRoles(text);
  if (reading.kind === 'roles' && reading.roles.permissions.length > 0) {
    const owners = reading.roles.permissions.map(({ applyTo }) => applyTo.replace(/\..*/s, ''));
    reading = readRoles(text, await ProjectClasses.of(project, code, owners));
  }
  if (reading.kind === 'error') {
    const { line, character } = reading.position;
    return off(`${ROLES_FILE}, line ${line + 1}, column ${character + 1}: ${reading.message}`, log);
  }
  for (const { range, message } of reading.warnings) log(`${ROLES_FILE}, line ${range.start.line + 1}: ${message}`);
  return { privileges: new Privileges(reading.roles), permissions: new Permissions(reading.roles) };
}

/** Every name is a known privilege, and nothing is locked. */
function unlimited(): ProjectPrivileges {
  return { privileges: new Privileges(undefined), permissions: new Permissions(undefined) };
}

function off(error: string, log: (message: string) => void): ProjectPrivileges {
  log(`Access control is off: ${error}`);
  return { ...unlimited(), error };
}

/** The content of 4D's default file: no privileges and no roles. */
function noPrivileges(): Privileges {
  return new Privileges({ privileges: [], roles: [], forceLogin: false });
}
