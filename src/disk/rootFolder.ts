import fs from 'node:fs';
import path from 'node:path';
import { isAtOrIn } from './isAtOrIn';

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
