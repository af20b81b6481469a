import type { SystemPart } from '../core/system/systemPart';
import { CheckPool } from '../disk/checkPool';
import type { ServerOptions } from '../server/kernel/options/options';
import { CallError } from './callError';
import { PRODUCT } from './product';

type Served = Pick<SystemPart, 'name' | 'folder'>;

/**
 * Whether a server with these options is of no use without a MobileApps folder: a system that serves one is configured, or
 * no system is. A system is configured if the options have a member of its name.
 */
export function needsFolder(options: ServerOptions, systems: readonly Served[]): boolean {
  const configured = systems.filter(({ name }) => Object.hasOwn(options, name));
  return configured.length === 0 || configured.some(({ folder }) => folder !== undefined);
}

/**
 * The only MobileApps folder at or below the current folder.
 * @param systems the systems of the server, for the message
 * @throws CallError when there is none, or more than one
 */
export async function onlyFolder(root: string, systems: readonly Served[]): Promise<string> {
  const folder = await folderIn(root);
  if (folder !== undefined) return folder;
  const serving = systems.flatMap(({ name, folder }) => (folder ? `“${name}”` : [])).join(' and ');
  throw new CallError(
    `no MobileApps folder at or under ${root}; give one with --mobile-apps, or make one to play with: ${PRODUCT} sample .; none is needed if --config has other systems without ${serving}, as ${PRODUCT} serve --help shows`,
  );
}

/** The only MobileApps folder at or below the current folder, for a server that needs none. Undefined when there is no such one. */
export async function possibleFolder(root: string): Promise<string | undefined> {
  const folders = await foldersIn(root);
  return folders.length === 1 ? folders[0] : undefined;
}

/**
 * The only MobileApps folder at or below a folder, which may be a project's. Undefined when there is none.
 * @throws CallError when there is more than one
 */
export async function folderIn(root: string): Promise<string | undefined> {
  const folders = await foldersIn(root);
  if (folders.length <= 1) return folders[0];
  const some = `${folders.slice(0, 5).join(', ')}${folders.length > 5 ? ', …' : ''}`;
  throw new CallError(`${folders.length} MobileApps folders under ${root}; choose one with --mobile-apps: ${some}`);
}

async function foldersIn(root: string): Promise<readonly string[]> {
  const pool = new CheckPool();
  try {
    return (await pool.call('findFolders', { roots: [root] })).folders;
  } finally {
    await pool.dispose();
  }
}
