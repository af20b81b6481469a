import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { CONFIGURATION_NAME } from '../core/configuration/configuration';
import { folderFaultPhrase } from '../core/files/fileFault';
import type { OtherFile, SessionEntry } from '../core/index/sessionEntry';
import { SessionIndex } from '../core/index/sessionIndex';
import { brokenSessionLinks } from '../disk/brokenLinks';
import { CheckPool } from '../disk/checkPool';
import { type FolderRules, nearestRules } from '../disk/configuration/folderRules';
import { IgnoredFiles } from '../disk/configuration/ignoredFiles';
import { rulesOf, type TeamConfigurationFile } from '../disk/configuration/teamConfigurationFile';
import { isAtOrIn } from '../disk/isAtOrIn';
import { scanFolder } from '../disk/scanFolder';
import { type ToolCall, ToolRefusal } from './agentTool';
import type { AgentWorkplace } from './agentWorkplace';
import { coveredText } from './coveredAnswer';
import { type RootedPath, rootedPath, shownPath } from './rootedPath';
import { soundConfiguration } from './soundConfiguration';
import { unlessCancelled } from './unlessCancelled';

/** A session file, or one that looks like it where it does not count. */
export interface ScannedFile {
  /** The MobileApps folder, absolute. */
  readonly folder: string;
  /** Relative to the folder, with `/`. */
  readonly file: string;
  /** Absent for a session that counts as none. */
  readonly entry?: SessionEntry;
  readonly other?: OtherFile;
}

/** What was found at or under a path. */
export interface ScannedSessions {
  readonly folders: readonly string[];
  /** Sorted by folder and file. */
  readonly files: readonly ScannedFile[];
  /** What could not be read, each with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Checks the session files at or under the path that a call names: of MobileApps folders, of one application, or one file.
 * Neighbours of a single file are read too, since two sessions may share a device.
 * What the configuration of each folder says holds, as for a call of the command line in it.
 * @throws ToolRefusal if there are none, if a configuration is at fault, or if the call is cancelled
 */
export async function scannedSessions({
  input,
  workplace,
  signal,
  progress,
}: ToolCall<{ readonly path?: string }>): Promise<ScannedSessions> {
  const rooted = await rootedPath(workplace, input.path);
  const { folders: found, skipped } = await foldersFor(workplace, rooted);
  if (found.length === 0) {
    throw new ToolRefusal(
      `There is no MobileApps folder at or under ${shownPath(rooted.place)}; give the folder of a 4D project with mobile sessions, a MobileApps folder, an application folder or a session file.`,
    );
  }
  const index = new SessionIndex();
  index.onDidChange(() => progress(index.counts().files));
  const rules = await configurationsOf(found, index);
  const ignored = new IgnoredFiles(rules);
  assertSeen(ignored, rooted.place);
  const folders = found.filter((folder) => !ignored.has(folder));
  // Other calls may be under way with what their folders' configurations say.
  const pool = rules.length > 0 ? new CheckPool({ configured: rules }) : workplace.pool;
  try {
    for (const folder of folders) await assertSchema(pool, rules, folder);
    await unlessCancelled(
      signal,
      Promise.all(folders.map((folder) => scanFolder(pool, index, folder, { findingsOnly: true }))),
    );
    return scannedIn(index, folders, skipped, rooted.place);
  } finally {
    index.dispose();
    if (pool !== workplace.pool) await pool.dispose();
  }
}

/**
 * Judges hints as the configurations of folders say.
 * @returns what else they say
 * @throws ToolRefusal when one of them is at fault
 */
async function configurationsOf(folders: readonly string[], index: SessionIndex): Promise<FolderRules[]> {
  const read = new Map<string, TeamConfigurationFile>();
  for (const folder of folders) {
    const found = await soundConfiguration(folder, 'check again');
    if (!found) continue;
    const { file, configuration } = found;
    read.set(file, found);
    index.judge(configuration.hints, folder);
  }
  return [...read.values()].map(({ file, configuration }) => rulesOf(file, configuration));
}

function assertSeen(ignored: IgnoredFiles, place: string): void {
  const found = ignored.globOf(place);
  if (!found) return;
  const file = path.join(found.rules.folder, CONFIGURATION_NAME);
  throw new ToolRefusal(
    `${shownPath(place)} is not looked at, because “${coveredText(found.glob)}” in “ignore” of ${shownPath(file)} leaves it out; give another path, or take that out.`,
  );
}

async function assertSchema(pool: CheckPool, rules: readonly FolderRules[], folder: string): Promise<void> {
  const { schemaFile } = nearestRules(rules, folder) ?? {};
  if (schemaFile === undefined) return;
  const { problem } = await pool.call('schemaProblem', { folder });
  if (problem === undefined) return;
  throw new ToolRefusal(
    `“schema” of ${CONFIGURATION_NAME} names ${shownPath(schemaFile)}, which cannot be used: ${coveredText(problem)}.`,
  );
}

type Skipped = ScannedSessions['unreadable'];

async function foldersFor(
  { pool }: AgentWorkplace,
  { place, kind }: RootedPath,
): Promise<{ readonly folders: readonly string[]; readonly skipped: Skipped }> {
  if (kind === 'file') return { folders: [path.dirname(path.dirname(place))], skipped: [] };
  const found = await pool.call('findFolders', { roots: [place] });
  const skipped = found.skipped.map(({ folder, reason }) => ({ path: folder, reason }));
  if (found.folders.length > 0) return { folders: [...found.folders].sort(), skipped };
  // A folder that cannot be listed is told as such.
  if (skipped.some((each) => each.path === place)) return { folders: [place], skipped: [] };
  const what = await pool.call('kindOfFolder', { folder: place });
  if (what === 'application') return { folders: [path.dirname(place)], skipped };
  return { folders: what === 'mobileApps' ? [place] : [], skipped };
}

function scannedIn(index: SessionIndex, folders: readonly string[], skipped: Skipped, asked: string): ScannedSessions {
  const unreadable = [...skipped];
  const files: ScannedFile[] = [];
  const isAsked = (place: string) => isAtOrIn(asked, place);
  for (const folder of folders) {
    const state = index.stateOf(folder);
    if (state?.kind === 'failed') {
      const reason = state.error ?? phraseText(folderFaultPhrase(path.basename(folder), state.fault));
      unreadable.push({ path: folder, reason });
    }
    for (const other of index.othersOf(folder)) {
      if (other.finding && isAsked(path.join(folder, other.name))) files.push({ folder, file: other.name, other });
    }
    for (const { name, others, unreadable: reason } of index.applications(folder)) {
      const place = path.join(folder, name);
      if (reason !== undefined && (isAsked(place) || isAtOrIn(place, asked))) unreadable.push({ path: place, reason });
      for (const other of others) {
        if (other.finding && isAsked(path.join(place, other.name))) {
          files.push({ folder, file: `${name}/${other.name}`, other });
        }
      }
      for (const link of brokenSessionLinks(place, others)) {
        const at = path.join(place, link.name);
        if (isAsked(at)) unreadable.push({ path: at, reason: link.reason });
      }
      for (const entry of index.entries(folder, name)) {
        if (!isAsked(path.join(place, entry.name))) continue;
        files.push({ folder, file: `${name}/${entry.name}`, entry });
        if (entry.unreadable) {
          unreadable.push({ path: path.join(place, entry.name), reason: phraseText(entry.unreadable) });
        }
      }
    }
  }
  return { folders, files: files.sort(byPlace), unreadable };
}

function byPlace(a: ScannedFile, b: ScannedFile): number {
  if (a.folder !== b.folder) return a.folder < b.folder ? -1 : 1;
  if (a.file === b.file) return 0;
  return a.file < b.file ? -1 : 1;
}
