import path from 'node:path';
import { IgnoredPaths } from '../../core/configuration/ignoredPaths';

/** Globs of a configuration, and the folder that they are relative to. Plain data, as it is posted between threads. */
export interface IgnoredGlobs {
  /** Absolute. */
  readonly folder: string;
  readonly globs: readonly string[];
}

/** The files and folders that no check looks at. */
export class IgnoredFiles {
  private readonly paths: IgnoredPaths;
  private readonly base: string;

  constructor({ folder, globs }: IgnoredGlobs = { folder: '', globs: [] }) {
    this.base = folder;
    // As the usual file systems of these have it.
    const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
    this.paths = new IgnoredPaths(globs, { ignoreCase });
  }

  /** @param place absolute */
  has(place: string): boolean {
    if (this.paths.isEmpty) return false;
    const way = path.relative(this.base, place);
    if (path.isAbsolute(way) || way.split(path.sep)[0] === '..') return false;
    return this.paths.has(way.split(path.sep).join('/'));
  }
}
