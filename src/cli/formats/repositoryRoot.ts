import fs from 'node:fs';
import path from 'node:path';
import type { CheckReport } from '../checkReport';
import type { FormatContext } from './format';
import { under } from './pathUnder';

/**
 * The folder that paths of a report are told from: the repository of the working directory. If what was checked is in none of that,
 * it is the workspace of the runner or the repository of what was checked. Without any, it is the working directory.
 */
export function repositoryRoot(
  { folders, unreadable }: Pick<CheckReport, 'folders' | 'unreadable'>,
  { cwd, env }: Pick<FormatContext, 'cwd' | 'env'>,
): string {
  return rootFor(folders[0]?.path ?? unreadable[0]?.folder, { cwd, env });
}

/** @param first the first of the places that are told */
export function rootFor(first: string | undefined, { cwd, env }: Pick<FormatContext, 'cwd' | 'env'>): string {
  const own = repositoryOf(cwd) ?? cwd;
  if (first === undefined || isIn(own, first)) return own;
  const workspace = env.GITHUB_WORKSPACE;
  if (workspace && path.isAbsolute(workspace) && isIn(workspace, first)) return path.resolve(workspace);
  return repositoryOf(first) ?? repositoryOf(realOf(first)) ?? own;
}

/** The nearest folder at or above a folder that Git keeps: `.git` in it is a folder, or a file in a worktree. */
function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function isIn(root: string, place: string): boolean {
  return (under(root, place) ?? under(root, realOf(place))) !== undefined;
}

/** Without links. A path with some may lead into the repository from outside. */
export function realOf(place: string): string {
  try {
    return fs.realpathSync(place);
  } catch {
    return place;
  }
}
