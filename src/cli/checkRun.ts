import { performance } from 'node:perf_hooks';
import { phraseText } from '../core/compliance/phrase';
import { SessionIndex } from '../core/index/sessionIndex';
import { CheckPool } from '../disk/checkPool';
import { scanFolder } from '../disk/scanFolder';
import { type CheckReport, checkReport } from './checkReport';
import { complain } from './complain';
import { FolderSearch } from './folderSearch';
import { ProgressLine } from './progressLine';
import type { Terminal } from './terminal';

/**
 * Checks every session file in the MobileApps folders that the paths name.
 * @throws CallError as `FolderSearch`
 */
export async function runCheck(terminal: Terminal, paths: readonly string[]): Promise<CheckReport> {
  const started = performance.now();
  const pool = new CheckPool();
  const index = new SessionIndex();
  const progress = new ProgressLine(terminal, 'Checking');
  pool.onWarning((words) => complain(terminal, phraseText(words)));
  index.onDidChange(() => progress.report(index.counts().files));
  try {
    const found = await new FolderSearch(pool, terminal.cwd).search(paths);
    await Promise.all(found.folders.map((folder) => scanFolder(pool, index, folder)));
    return checkReport(index, found, Math.round(performance.now() - started));
  } finally {
    progress.end();
    await pool.dispose();
  }
}
