import fs from 'node:fs';
import path from 'node:path';

/** Real-shaped 4D projects, in `projects/` beside this file. */
export type ProjectName = 'contacts' | 'crm' | 'uploads';

const PROJECTS = path.resolve(__dirname, '../../../test/support/projects');

/**
 * Puts a project into a folder.
 * @param folder which is made if it is not there
 */
export function putProject(name: ProjectName, folder: string): void {
  fs.cpSync(path.join(PROJECTS, name), folder, { recursive: true });
  // Under its own name it would hold for the repository of the tests too.
  fs.renameSync(path.join(folder, 'gitignore'), path.join(folder, '.gitignore'));
}
