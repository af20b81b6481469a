import path from 'node:path';
import { IgnoredPaths } from '../../core/configuration/ignoredPaths';
import { type FolderRules, nearestRules } from './folderRules';

/** The files and folders that no check looks at. */
export class IgnoredFiles {
  private readonly pathsOf = new Map<FolderRules, IgnoredPaths>();
  private readonly isEmpty: boolean;

  /** @param all of several, the nearest one above a place decides */
  constructor(private readonly all: readonly FolderRules[] = []) {
    this.isEmpty = all.every(({ globs }) => globs.length === 0);
  }

  /** @param place absolute */
  has(place: string): boolean {
    return this.globOf(place) !== undefined;
  }

  /** The first glob that a place, or a folder that it is in, is ignored for. @param place absolute */
  globOf(place: string): { readonly glob: string; readonly rules: FolderRules } | undefined {
    if (this.isEmpty) return undefined;
    const rules = nearestRules(this.all, place);
    if (!rules) return undefined;
    const way = path.relative(rules.folder, place).split(path.sep).join('/');
    const glob = this.paths(rules).globOf(way);
    return glob === undefined ? undefined : { glob, rules };
  }

  private paths(rules: FolderRules): IgnoredPaths {
    let paths = this.pathsOf.get(rules);
    if (!paths) {
      // As the usual file systems of these have it.
      const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';
      paths = new IgnoredPaths(rules.globs, { ignoreCase });
      this.pathsOf.set(rules, paths);
    }
    return paths;
  }
}
