import { performance } from 'node:perf_hooks';
import { phraseText } from '../core/compliance/phrase';
import { SessionIndex } from '../core/index/sessionIndex';
import { CheckPool } from '../disk/checkPool';
import type { IgnoredGlobs } from '../disk/configuration/ignoredFiles';
import { scanFolder } from '../disk/scanFolder';
import { type CheckReport, checkReport } from './checkReport';
import { complain } from './complain';
import { FolderSearch } from './folderSearch';
import { ProgressLine } from './progressLine';
import { assertSchema } from './schemaFile';
import type { TeamConfiguration } from './teamConfiguration';
import type { Terminal } from './terminal';

/**
 * Checks every session file in the MobileApps folders that the paths name.
 * @param configuration what holds for the call, such as a schema that replaces the built-in one
 * @throws CallError as `FolderSearch` and `assertSchema`
 */
export async function runCheck(
  terminal: Terminal,
  paths: readonly string[],
  { schemaFile, hints, ignored }: Partial<TeamConfiguration> = {},
): Promise<CheckReport> {
  const started = performance.now();
  const pool = await poolFor(schemaFile, ignored);
  const index = new SessionIndex(hints);
  const progress = new ProgressLine(terminal, 'Checking');
  index.onDidChange(() => progress.report(index.counts().files));
  try {
    await assertSchema(pool, schemaFile);
    pool.onWarning((words) => complain(terminal, phraseText(words)));
    const found = await new FolderSearch(pool, terminal.cwd).search(paths);
    await Promise.all(found.folders.map((folder) => scanFolder(pool, index, folder, { findingsOnly: true })));
    return checkReport(index, found, Math.round(performance.now() - started));
  } finally {
    progress.end();
    await pool.dispose();
  }
}

async function poolFor(schemaFile: string | undefined, ignored: IgnoredGlobs | undefined): Promise<CheckPool> {
  if (schemaFile !== undefined) return new CheckPool({ schemaFile, ...(ignored && { ignored }) });
  // Threads have this code in a bundle of their own.
  const { FirstChecks } = await import('../disk/firstChecks.js');
  return new FirstChecks(ignored && { ignored });
}
