import path from 'node:path';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import type { OtherFile, SessionEntry } from '../core/index/sessionEntry';
import { SessionIndex } from '../core/index/sessionIndex';
import { isAtOrIn } from '../disk/isAtOrIn';
import { scanFolder } from '../disk/scanFolder';
import { type ToolCall, ToolRefusal } from './agentTool';
import type { AgentWorkplace } from './agentWorkplace';
import { type RootedPath, rootedPath, shownPath } from './rootedPath';
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
 * @throws ToolRefusal if there are none, or if the call is cancelled
 */
export async function scannedSessions({
  input,
  workplace,
  signal,
  progress,
}: ToolCall<{ readonly path?: string }>): Promise<ScannedSessions> {
  const rooted = await rootedPath(workplace, input.path);
  const { folders, skipped } = await foldersFor(workplace, rooted);
  if (folders.length === 0) {
    throw new ToolRefusal(
      `There is no MobileApps folder at or under ${shownPath(rooted.place)}; give the folder of a 4D project with mobile sessions, a MobileApps folder, an application folder or a session file.`,
    );
  }
  const index = new SessionIndex();
  index.onDidChange(() => progress(index.counts().files));
  try {
    await unlessCancelled(
      signal,
      Promise.all(folders.map((folder) => scanFolder(workplace.pool, index, folder, { findingsOnly: true }))),
    );
    return scannedIn(index, folders, skipped, rooted.place);
  } finally {
    index.dispose();
  }
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
