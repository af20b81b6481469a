import fs from 'node:fs';
import path from 'node:path';
import type { CheckReport } from '../checkReport';
import type { FormatContext } from './format';
import { reallyUnder, realOf } from './pathUnder';

/**
 * The folder that paths of a report are told from: the workspace of the runner if it is the repository, or if the working directory
 * is in none; otherwise the repository of the working directory. If what was checked is in none of these, it is the repository of
 * what was checked. Without any, it is the working directory.
 */
export function repositoryRoot(
  { folders, unreadable }: Pick<CheckReport, 'folders' | 'unreadable'>,
  { cwd, env }: Pick<FormatContext, 'cwd' | 'env'>,
): string {
  return rootFor(folders[0]?.path ?? unreadable[0]?.folder, { cwd, env });
}

/** @param first the first of the places that are told */
export function rootFor(first: string | undefined, { cwd, env }: Pick<FormatContext, 'cwd' | 'env'>): string {
  const repository = repositoryOf(cwd);
  const own = repository ?? cwd;
  const workspace = workspaceIn(env);
  if (workspace !== undefined && isIn(workspace, first ?? cwd)) {
    // What reads the report finds files from here. A repository may also be in a folder of it, by itself.
    if (isRepository(workspace) || repository === undefined || (first !== undefined && !isIn(own, first)))
      return workspace;
  }
  if (first === undefined || (repository !== undefined && isIn(repository, first))) return own;
  // A link may lead into the repository from a folder that is in another one, or in none.
  return repositoryOf(realOf(first)) ?? repositoryOf(first) ?? own;
}

/** The folder that annotations are told from: the runner knows files in its workspace by their path in it, if that is there. */
export function annotationRoot(env: FormatContext['env'], root: string): string {
  return workspaceIn(env) ?? root;
}

/** Undefined where there is none of this name. */
function workspaceIn({ GITHUB_WORKSPACE: workspace }: FormatContext['env']): string | undefined {
  if (!workspace || !path.isAbsolute(workspace) || !fs.existsSync(workspace)) return undefined;
  return path.resolve(workspace);
}

/** Whether Git keeps a folder: `.git` in it is a folder, or a file in a worktree. */
function isRepository(folder: string): boolean {
  return fs.existsSync(path.join(folder, '.git'));
}

/** The nearest folder at or above a folder that Git keeps. */
function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (isRepository(at)) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function isIn(root: string, place: string): boolean {
  return reallyUnder(root, place) !== undefined;
}
