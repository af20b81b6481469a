import { setTimeout as delay } from 'node:timers/promises';
import type { SessionEntry } from '../core/index/sessionEntry';
import type { FolderState, SessionIndex } from '../core/index/sessionIndex';
import type { CheckPool } from './checkPool';
import type { CheckResult } from './checkProtocol';
import { SETTLE_MS } from './fileChecker';
import type { FolderScope } from './folderScope';
import type { ApplicationListing } from './listing';

// A file that is rewritten again and again is reported as it is after this many looks.
const MAX_LOOKS = 4;

// Small enough that taking one result in never blocks the thread that asked for longer than a millisecond or two.
const SLICE = 400;

export interface ScanOptions {
  /** Only this part; all without it. */
  readonly scope?: FolderScope | undefined;
  /** Hears of the application folders before they are listed themselves. */
  readonly onListed?: (applications: readonly string[]) => void;
  /** Hears of each application when its turn comes, and is waited for. */
  readonly before?: (application: string) => Promise<void>;
}

/**
 * Lists and checks a whole MobileApps folder. Work already in the index is compared, so that a second scan changes only
 * what differs. A folder that is not there becomes `gone`, one that cannot be read `failed`; neither throws.
 */
export async function scanFolder(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  { onListed, before, scope }: ScanOptions = {},
): Promise<void> {
  if (index.stateOf(folder)?.kind !== 'ready')
    index.apply({ kind: 'folderState', folder, state: { kind: 'scanning' } });
  const applications = await listInto(pool, index, folder, scope);
  if (!applications) return;
  onListed?.(applications);
  const scan = async (application: string) => {
    await before?.(application);
    await scanApplication(pool, index, folder, application, { scope });
  };
  await Promise.all(applications.map(scan));
  setState(index, folder, { kind: 'ready' });
}

/** Lists a MobileApps folder; undefined, and the state in the index, when that cannot be done. */
export async function listInto(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  scope?: FolderScope,
): Promise<string[] | undefined> {
  if (scope) {
    // What is beside them is nobody's business, and perhaps may not be listed.
    const { applications } = scope;
    index.apply({ kind: 'folderListed', folder, applications, others: [], isPartial: true });
    return applications;
  }
  try {
    const { applications, others } = await pool.call('listFolder', { folder });
    index.apply({ kind: 'folderListed', folder, applications, others });
    return applications;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    setState(index, folder, gone ? { kind: 'gone' } : { kind: 'failed', reason: message });
    return undefined;
  }
}

/** Unless the folder was removed meanwhile: a state would bring it back. */
function setState(index: SessionIndex, folder: string, state: FolderState): void {
  if (index.stateOf(folder)) index.apply({ kind: 'folderState', folder, state });
}

/**
 * Lists one application folder and checks its session files: all of them, or only those the index has not yet. A folder
 * that went away meanwhile is emptied, one that may not be read says so.
 */
export async function scanApplication(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  application: string,
  { which = 'all', scope }: { which?: 'all' | 'new'; scope?: FolderScope | undefined } = {},
): Promise<void> {
  const only = scope?.namesOf(application);
  const listing = only ? { names: only, others: [], isPartial: true } : await listOrNothing(pool, folder, application);
  index.apply({ kind: 'applicationListed', folder, application, ...listing });
  const names =
    which === 'all' ? listing.names : listing.names.filter((name) => !index.entry({ folder, application, name }));
  await checkFiles(pool, index, folder, application, names);
}

/** Checks these files of an application. Answers whether one of them turned out to be no session file after all. */
export async function checkFiles(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  application: string,
  names: readonly string[],
): Promise<{ notSessions: boolean }> {
  const asker = { pool, index, folder, application, notSessions: false };
  await check(asker, names, false);
  await check(asker, index.unlocatedDuplicates(folder, application), true);
  return { notSessions: asker.notSessions };
}

interface Asker {
  readonly pool: CheckPool;
  readonly index: SessionIndex;
  readonly folder: string;
  readonly application: string;
  notSessions: boolean;
}

async function check(asker: Asker, names: readonly string[], locateDevice: boolean): Promise<void> {
  const { pool, folder, application } = asker;
  let toLookAt = names;
  for (let look = 1; toLookAt.length > 0; look++) {
    if (look > 1) await delay(SETTLE_MS);
    const unsettled: SessionEntry[] = [];
    const waiting = slices(toLookAt).values();
    const work = async () => {
      for (const slice of waiting) {
        const result = await pool.call('check', { folder, application, names: slice, locateDevice });
        take(asker, result);
        unsettled.push(...result.unsettled);
      }
    };
    // Two at a time: enough to keep the threads busy, few enough that a small application never waits for a large one.
    await Promise.all([work(), work()]);
    if (look === MAX_LOOKS) take(asker, { entries: unsettled, unsettled: [], vanished: [], notSessions: [] });
    toLookAt = look < MAX_LOOKS ? unsettled.map(({ name }) => name) : [];
  }
}

function take(asker: Asker, result: CheckResult): void {
  const { index, folder, application } = asker;
  const names = [...result.vanished, ...result.notSessions];
  if (result.entries.length > 0) index.apply({ kind: 'checked', folder, application, entries: result.entries });
  if (names.length > 0) index.apply({ kind: 'vanished', folder, application, names });
  asker.notSessions ||= result.notSessions.length > 0;
}

function slices(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / SLICE) }, (_, i) => names.slice(i * SLICE, (i + 1) * SLICE));
}

async function listOrNothing(pool: CheckPool, folder: string, application: string): Promise<Listed> {
  try {
    return await pool.call('listApplication', { folder, application });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    return { names: [], others: [], ...(!gone && { unreadable: message }) };
  }
}

type Listed = ApplicationListing & { unreadable?: string };
