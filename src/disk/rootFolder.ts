import fs from 'node:fs';
import path from 'node:path';
import { isAtOrIn } from './isAtOrIn';

const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** A folder that paths must not leave, not even through a link. */
export class RootFolder {
  private readonly real: string;

  /** @param folder absolute path */
  constructor(readonly folder: string) {
    this.real = realPlace(folder) ?? folder;
  }

  /**
   * Whether an absolute path leads to the folder or into it, with its links followed. What is not there yet is where it
   * would be made.
   */
  holds(place: string): boolean {
    const real = realPlace(place);
    return real !== undefined && isAtOrIn(this.real, real);
  }

  /**
   * The first link in a folder that leads out of the root. Links to other folders of the root are followed. Folders of
   * packages are passed over: they have many links, and only code reads them.
   */
  async linkOut(folder: string): Promise<string | undefined> {
    const seen = new Set<string>();
    const open = [folder];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const real = realPlace(next);
      if (real === undefined || seen.has(real)) continue;
      seen.add(real);
      for (const entry of await entriesOf(real)) {
        if (PASSED_OVER.has(entry.name)) continue;
        const place = path.join(next, entry.name);
        if (entry.isSymbolicLink() && !this.holds(place)) return place;
        if (entry.isDirectory() || entry.isSymbolicLink()) open.push(place);
      }
    }
    return undefined;
  }
}

/** Empty for what is no folder or cannot be read: nothing below it can be read later either. */
async function entriesOf(folder: string): Promise<readonly fs.Dirent[]> {
  try {
    return await fs.promises.readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Undefined if there is a link on the way that leads nowhere, because it may lead anywhere later. */
function realPlace(place: string): string | undefined {
  try {
    return fs.realpathSync(place);
  } catch {
    const parent = path.dirname(place);
    if (parent === place) return place;
    if (isLink(place)) return undefined;
    const above = realPlace(parent);
    return above === undefined ? undefined : path.join(above, path.basename(place));
  }
}

function isLink(place: string): boolean {
  try {
    return fs.lstatSync(place).isSymbolicLink();
  } catch {
    return false;
  }
}
