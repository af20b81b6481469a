import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAddress } from '../core/base/isAddress';
import { parsedUrl } from '../core/base/parsedUrl';
import { phraseText, shortened } from '../core/compliance/phrase';
import { fileFaultPhrase } from '../core/files/fileFault';
import { fileFaultSync } from '../disk/fileKind';
import { nearEntry } from '../disk/nearEntry';
import { RootFolder } from '../disk/rootFolder';
import { ToolRefusal } from './agentTool';
import type { AgentWorkplace } from './agentWorkplace';
import { coveredText } from './coveredAnswer';

/** The longest path that any system takes. */
export const LONGEST_PATH = 4096;
const LONGEST_SHOWN = 200;

/** A path that an agent gave, and what is there. */
export interface RootedPath {
  /** Absolute. */
  readonly place: string;
  readonly kind: 'file' | 'folder';
}

/**
 * The place that a path of an agent names. A `file:` address is a path too, as clients have them.
 * @param given undefined for the first root
 * @throws ToolRefusal if it leads out of the roots, also through a link, or if nothing is there
 */
export async function rootedPath(workplace: AgentWorkplace, given = '.'): Promise<RootedPath> {
  const roots = await workplace.roots();
  const [first] = roots;
  if (first === undefined) throw new ToolRefusal(`There is no folder to look in; ${workplace.moreRoots}.`);
  const place = path.resolve(first, plainPath(given));
  const shown = shownPath(given);
  const isInRoots = (at: string) => roots.some((root) => new RootFolder(root).holds(at));
  if (!isInRoots(place)) {
    const inside = roots.map(shownPath).join(', ');
    throw new ToolRefusal(`${shown} is outside of ${inside}; give a path in there, or ${workplace.moreRoots}.`);
  }
  try {
    const stats = await fs.stat(place);
    if (stats.isDirectory()) return { place, kind: 'folder' };
    if (stats.isFile()) return { place, kind: 'file' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
      const near = isInRoots(path.dirname(place)) ? nearEntry(place) : undefined;
      const meant = near === undefined ? '' : `; “${shownPath(near)}” in the same folder may be meant`;
      throw new ToolRefusal(`${shown} does not exist${meant}; give a path of a file or a folder that is there.`);
    }
  }
  const fault = fileFaultSync(place);
  const words = fault ? phraseText(fileFaultPhrase(shown, fault)) : `${shown} cannot be looked at`;
  throw new ToolRefusal(`${words.replace(/\.$/, '')}; give another path.`);
}

/** A path as answers show it: without a token that somebody has put in it, and not too long. */
export function shownPath(given: string): string {
  return shortened(coveredText(given), LONGEST_SHOWN);
}

function plainPath(given: string): string {
  if (given.includes('\0')) throw new ToolRefusal('The path has a NUL character in it; give the path without it.');
  if (given.trim() === '') throw new ToolRefusal('The path is empty; give that of a file or a folder.');
  if (!isAddress(given)) return given;
  const file = /^file:/i.test(given) ? parsedUrl(() => fileURLToPath(given)) : undefined;
  if (typeof file === 'string' && !file.includes('\0')) return file;
  throw new ToolRefusal(`${shownPath(given)} is an address and no path; give the path of a file or a folder.`);
}
