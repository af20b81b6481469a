import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { phraseText } from '../core/compliance/phrase';
import type { OtherFile } from '../core/index/sessionEntry';
import { SessionIndex } from '../core/index/sessionIndex';
import { strayFinding } from '../core/repair/straySession';
import { CheckPool } from '../disk/checkPool';
import type { FolderRules } from '../disk/configuration/folderRules';
import { scanFolder } from '../disk/scanFolder';
import { SESSION_LIMIT, SessionFileReader } from '../disk/sessionFile';
import { CallError } from './callError';
import type { CheckedFolder } from './checkedPart';
import { type Checked, type CheckReport, checkReport } from './checkReport';
import { complain } from './complain';
import { FolderSearch } from './folderSearch';
import { ProgressLine } from './progressLine';
import { assertSchema, memberPlace } from './schemaFile';
import type { TeamConfiguration } from './teamConfiguration';
import type { Terminal } from './terminal';

/** What holds for a call, such as a schema that replaces the built-in one, and more. */
export interface CheckRunOptions extends Partial<TeamConfiguration> {
  /** Where the text that comes on stdin would stand. Relative to the working directory. */
  readonly stdinPath?: string | undefined;
  /** Show no progress. */
  readonly isQuiet?: boolean;
}

const NO_PROGRESS = { interactive: false, pass: () => {} };
const STDIN = new Set(['-', '/dev/stdin']);

/**
 * Checks every session file that the paths name: in MobileApps folders, in application folders, single ones, and `-`.
 * @throws CallError as `FolderSearch` and `assertSchema`, or when no path names a session
 */
export async function runCheck(
  terminal: Terminal,
  paths: readonly string[],
  { schemaFile, schemaIn, file, hints, ignored, stdinPath, isQuiet = false }: CheckRunOptions = {},
): Promise<CheckReport> {
  const started = performance.now();
  const named = paths.filter((each) => !STDIN.has(each));
  const hasStdin = named.length < paths.length;
  if (stdinPath !== undefined && !hasStdin) {
    throw new CallError('--stdin-path says where the text from stdin would stand; give - as a path, too');
  }
  const { cwd } = terminal;
  const input = hasStdin ? await terminal.readInput(SESSION_LIMIT) : undefined;
  const isSeen = async (given: string) => !(await tellIgnored(terminal, given, ignored, file));
  const onDisk: string[] = [];
  for (const each of named) if (await isSeen(each)) onDisk.push(each);
  const bytes = stdinPath === undefined || (await isSeen(stdinPath)) ? input : undefined;
  const pool = await poolFor(schemaFile, ignored);
  const progress = new ProgressLine(isQuiet ? NO_PROGRESS : terminal, 'Checking');
  const checks: Checked[] = [];
  try {
    await assertSchema(pool, { schemaFile, schemaIn });
    pool.onWarning((words) => complain(terminal, phraseText(words)));
    if (onDisk.length > 0) {
      const index = new SessionIndex(hints);
      index.onDidChange(() => progress.report(index.counts().files));
      const found = await new FolderSearch(pool, cwd).search(onDisk);
      await Promise.all(
        found.folders.map(({ path: folder, scope }) => scanFolder(pool, index, folder, { findingsOnly: true, scope })),
      );
      const passedOver = new Map(found.folders.map((folder) => [folder, passedOverIn(index, folder)]));
      const folders = found.folders.filter((folder) => !isEmpty(folder, passedOver.get(folder) ?? []));
      const files = [...passedOver.values()].flat();
      if (files.length > 0 && folders.length === 0 && !bytes) throw new CallError(noSession(files));
      if (files.length > 0) complain(terminal, noSession(files));
      checks.push({ index, folders, skipped: found.skipped });
    }
    if (bytes) {
      const { StdinCheck } = await import('./stdinCheck.js');
      const check = new StdinCheck(pool, bytes);
      const index = new SessionIndex(hints);
      checks.push(
        await (stdinPath === undefined ? check.alone(index, cwd) : check.at(index, path.resolve(cwd, stdinPath))),
      );
    }
    return checkReport(checks, Math.round(performance.now() - started));
  } finally {
    progress.end();
    await pool.dispose();
  }
}

/** Whether nothing of what was asked for in a folder is a session. */
function isEmpty({ part }: CheckedFolder, passedOver: readonly string[]): boolean {
  return part !== undefined && !part.hasApplications && part.places.length === passedOver.length;
}

/**
 * The files that were asked for and hold no session. One that was read alone, and holds a session where none counts, is told
 * as the check of its folder would tell it.
 */
function passedOverIn(index: SessionIndex, { path: folder, part, scope }: CheckedFolder): string[] {
  const known = index.strays(folder).map(({ key }) => placeOf(key));
  const alone: OtherFile[] = [];
  const passedOver: string[] = [];
  for (const place of part?.places ?? []) {
    const [application = '', ...rest] = place.split('/');
    if (index.has({ folder, application, name: rest.join('/') })) continue;
    if (known.some((stray) => stray === place || stray.startsWith(`${place}/`))) continue;
    const file = path.join(folder, ...place.split('/'));
    const reading = scope ? new SessionFileReader().read(file) : undefined;
    const finding = reading?.kind === 'text' ? strayFinding(place, reading.text, reading.illFormedAt) : undefined;
    if (finding) alone.push({ name: place, kind: 'file', finding });
    else passedOver.push(file);
  }
  if (scope && alone.length > 0) {
    const others = [...index.othersOf(folder), ...alone];
    index.apply({ kind: 'folderListed', folder, applications: scope.applications, others, isPartial: true });
  }
  return passedOver;
}

function placeOf({ application, name }: { readonly application: string; readonly name: string }): string {
  return application === '' ? name : `${application}/${name}`;
}

function noSession(files: readonly string[]): string {
  const isOne = files.length === 1;
  return `${files.join(', ')} ${isOne ? 'is no session file' : 'are no session files'}; give a session file, an application folder or a MobileApps folder`;
}

/**
 * Says of a path that was named and is ignored which glob ignores it: whoever hands over all changed files means no error by that.
 * @param file the configuration
 * @returns whether it is ignored
 */
async function tellIgnored(
  terminal: Terminal,
  given: string,
  ignored: FolderRules | undefined,
  file: string | undefined,
): Promise<boolean> {
  if (!ignored || file === undefined || given === '') return false;
  const { IgnoredFiles } = await import('../disk/configuration/ignoredFiles.js');
  const glob = new IgnoredFiles([ignored]).globOf(path.resolve(terminal.cwd, given))?.glob;
  if (glob === undefined) return false;
  const place = await memberPlace(file, ['ignore', ignored.globs.indexOf(glob)]);
  complain(terminal, `${given} is not checked: “ignore” in ${place} has “${glob}”; take that out to check it`);
  return true;
}

async function poolFor(schemaFile: string | undefined, ignored: FolderRules | undefined): Promise<CheckPool> {
  const rules = ignored && { configured: [ignored] };
  if (schemaFile !== undefined) return new CheckPool({ schemaFile, ...rules });
  // Threads have this code in a bundle of their own.
  const { FirstChecks } = await import('../disk/firstChecks.js');
  return new FirstChecks(rules);
}
