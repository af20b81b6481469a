import { performance } from 'node:perf_hooks';
import { phraseText } from '../core/compliance/phrase';
import { SessionIndex } from '../core/index/sessionIndex';
import { CheckPool } from '../disk/checkPool';
import { scanFolder } from '../disk/scanFolder';
import { type CheckReport, checkReport } from './checkReport';
import { complain } from './complain';
import { FolderSearch } from './folderSearch';
import { ProgressLine } from './progressLine';
import { assertSchema } from './schemaFile';
import type { Terminal } from './terminal';

/**
 * Checks every session file in the MobileApps folders that the paths name.
 * @param schemaFile absolute path of a schema that replaces the built-in one
 * @throws CallError as `FolderSearch` and `assertSchema`
 */
export async function runCheck(
  terminal: Terminal,
  paths: readonly string[],
  schemaFile?: string,
): Promise<CheckReport> {
  const started = performance.now();
  const pool = await poolFor(schemaFile);
  const index = new SessionIndex();
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

async function poolFor(schemaFile: string | undefined): Promise<CheckPool> {
  if (schemaFile !== undefined) return new CheckPool({ schemaFile });
  // Threads have this code in a bundle of their own.
  const { FirstChecks } = await import('../disk/firstChecks.js');
  return new FirstChecks();
}
