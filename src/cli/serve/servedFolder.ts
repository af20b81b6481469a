import type { SystemPart } from '../../core/system/systemPart';
import { type Found, findFolders } from '../../disk/findFolders';
import type { ServerOptions } from '../../server/kernel/options/options';
import { CallError } from '../callError';
import { PRODUCT } from '../product';

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
 * The only MobileApps folder at or below the current folder, or the one that the first login will make in the only 4D
 * project there.
 * @param systems the systems of the server, for the message
 * @throws CallError when there is none, or more than one
 */
export function onlyFolder(root: string, systems: readonly Served[]): string {
  const folder = folderIn(root);
  if (folder !== undefined) return folder;
  const serving = systems.flatMap(({ name, folder }) => (folder ? `“${name}”` : [])).join(' and ');
  throw new CallError(
    `no MobileApps folder at or under ${root}; give one with --mobile-apps, or make one to play with: ${PRODUCT} sample .; none is needed if --config has other systems without ${serving}, as ${PRODUCT} serve --help shows`,
  );
}

/** As `folderIn`, for a server that needs no folder. Undefined when there is no such one, or more than one. */
export function possibleFolder(root: string): string | undefined {
  const folders = servedOf(foundIn(root));
  return folders.length === 1 ? folders[0] : undefined;
}

/**
 * The only MobileApps folder at or below a folder, which may be a project's. If there is none, the one that the first login
 * will make in the only 4D project there. Undefined when there is no such one.
 * @throws CallError when there is more than one
 */
export function folderIn(root: string): string | undefined {
  const found = foundIn(root);
  const folders = servedOf(found);
  if (folders.length <= 1) return folders[0];
  const some = `${folders.slice(0, 5).join(', ')}${folders.length > 5 ? ', …' : ''}`;
  const what = found.folders.length > 0 ? 'MobileApps folders' : '4D projects without a MobileApps folder';
  throw new CallError(`${folders.length} ${what} under ${root}; choose one with --mobile-apps: ${some}`);
}

function servedOf({ folders, expected }: Found): readonly string[] {
  return folders.length > 0 ? folders : expected;
}

/** In this thread, as the command has nothing else to do meanwhile, and a thread of its own would hold up the server's start. */
function foundIn(root: string): Found {
  return findFolders(root, {}, () => {});
}
