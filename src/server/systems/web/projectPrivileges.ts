import fs from 'node:fs/promises';
import path from 'node:path';
import { Privileges } from '../../../core/systems/web/privileges';
import { readRoles } from '../../../core/systems/web/roles';

/** Where a project has its privileges and roles. */
export const ROLES_FILE = path.join('Project', 'Sources', 'roles.json');

export interface ProjectPrivileges {
  readonly privileges: Privileges;
  /** Why access control is off, with the place; absent when it is not. */
  readonly error?: string;
}

/**
 * The privileges of a 4D project, read once as 4D does it, at the start. A project without roles.json defines none, and
 * with a wrong one access control is off. Without a project nothing says which names are unknown, so every one is known.
 * @param project absolute path of the folder that has `Project/Sources`
 * @param log told what is wrong, in a line each
 */
export async function readPrivileges(
  project: string | undefined,
  log: (message: string) => void,
): Promise<ProjectPrivileges> {
  if (project === undefined) return { privileges: new Privileges(undefined) };
  let text: string;
  try {
    text = await fs.readFile(path.join(project, ROLES_FILE), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { privileges: noPrivileges() };
    return off(`${ROLES_FILE} cannot be read: ${message}.`, log);
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

/** What 4D's default file says: nothing. */
function noPrivileges(): Privileges {
  return new Privileges({ privileges: [], roles: [], forceLogin: false });
}
