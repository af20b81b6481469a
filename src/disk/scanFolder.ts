import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import { grouped } from '../core/base/grouped';
import { isToldByError } from '../core/files/fileFault';
import type { SessionEntry } from '../core/index/sessionEntry';
import type { FolderState, SessionIndex } from '../core/index/sessionIndex';
import type { StampedNames } from './applicationSurvey';
import type { CheckPool } from './checkPool';
import type { CheckResult } from './checkProtocol';
import { faultOfListing } from './fileKind';
import type { FolderScope } from './folderScope';
import type { ApplicationListing, FolderListing } from './listing';
import { whyUnlisted } from './listingError';
import type { ScannedPart } from './scanWork';
import { SETTLE_MS } from './settleTime';
import { TaskTurns } from './taskTurns';

// A file that keeps changing is reported in its current state after this many checks.
const MAX_LOOKS = 4;

// Small enough that adding one result to the index, and what views make of it, blocks the calling thread for a few milliseconds at most.
const SLICE = 200;

export interface ScanOptions {
  /** Only this part of the folder. Absent for the whole folder. */
  readonly scope?: FolderScope | undefined;
  /** Called with the application folders before they are listed. */
  readonly onListed?: (applications: readonly string[]) => void;
  /** Called with the stamps of each application, which were taken before its files were read. */
  readonly onStamps?: (application: string, stamps: StampedNames) => void;
  /** Nobody will ask when a file was changed, and whether its content has. The entries have 0 as their date, and no digest. */
  readonly findingsOnly?: boolean;
}

/**
 * Lists and checks a whole MobileApps folder. Results are compared with the index, so a second scan changes only what
 * differs. A folder that does not exist gets the state `gone`. One that cannot be read, or something else in its place,
 * gets `failed` with the reason. It does not throw for either.
 */
export async function scanFolder(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  { onListed, onStamps, scope, findingsOnly = false }: ScanOptions = {},
): Promise<void> {
  if (index.stateOf(folder)?.kind !== 'ready')
    index.apply({ kind: 'folderState', folder, state: { kind: 'scanning' } });
  const listed = await list(pool, index, folder, scope);
  if (!listed) return;
  onListed?.(listed.applications);
  if (scope) {
    await Promise.all(listed.applications.map((each) => scanApplication(pool, index, folder, each, { scope })));
  } else {
    await scanApplications(pool, index, folder, listed, { onStamps, findingsOnly });
  }
  setState(index, folder, { kind: 'ready' });
}

/** Lists a MobileApps folder. When that fails, it sets the state in the index and returns undefined. */
export async function listInto(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  scope?: FolderScope,
): Promise<string[] | undefined> {
  return (await list(pool, index, folder, scope))?.applications;
}

type ListedFolder = Pick<FolderListing, 'applications' | 'sizes'>;

async function list(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  scope?: FolderScope,
): Promise<ListedFolder | undefined> {
  if (scope) {
    // The other folders were not opened, and listing them may not be allowed.
    const { applications } = scope;
    index.apply({ kind: 'folderListed', folder, applications, others: [], isPartial: true });
    return { applications, sizes: [] };
  }
  try {
    const { applications, sizes, others } = await pool.call('listFolder', { folder });
    index.apply({ kind: 'folderListed', folder, applications, others });
    return { applications, sizes };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const fault = await faultOfListing(folder, error as NodeJS.ErrnoException);
    if (fault.kind === 'missing') setState(index, folder, { kind: 'gone' });
    else {
      setState(index, folder, { kind: 'failed', fault, ...(isToldByError(fault) && { error: message }) });
    }
    return undefined;
  }
}

/** Folders of about 20,000 files, as most file systems tell their size. Then a second thread is worth its start. */
const LARGE_BYTES = 1_000_000;

/**
 * Lists these applications of a folder that is listed already, and checks their session files, as a whole scan does it.
 * @param onStamps called with the stamps of each, which were taken before its files were read
 */
export async function scanApplications(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  { applications, sizes }: ListedFolder,
  { onStamps, findingsOnly }: { onStamps: ScanOptions['onStamps']; findingsOnly: boolean },
): Promise<void> {
  const sized = applications.map((application, at) => ({ application, size: sizes[at] ?? 0 }));
  const order = {
    folder,
    applications: sized.sort((a, b) => b.size - a.size).map(({ application }) => application),
    withStamps: onStamps !== undefined,
    withNames: index.counts(folder).files > 0,
    findingsOnly,
  };
  const again: { application: string; names: string[] | 'all' }[] = [];
  const takePart = ({ application, listed, sessions, unsettled, gone, isLost }: ScannedPart) => {
    if (listed) {
      const { names, stamps, ...rest } = listed;
      if (stamps) onStamps?.(application, stamps);
      const listing = { ...rest, ...(names !== undefined && { names: names === '' ? [] : names.split('/') }) };
      index.apply({ kind: 'applicationListed', folder, application, ...listing });
    }
    if (sessions) index.apply({ kind: 'scanned', folder, application, sessions });
    if (gone.length > 0) index.apply({ kind: 'vanished', folder, application, names: gone });
    if (isLost) again.push({ application, names: 'all' });
    else if (unsettled.length > 0) again.push({ application, names: [...unsettled] });
  };
  const isLarge = sizes.reduce((sum, size) => sum + size, 0) > LARGE_BYTES;
  const turns = new TaskTurns();
  try {
    await pool.scan(order, (part) => turns.add(() => takePart(part)), { isLarge });
    await turns.done();
  } finally {
    turns.drop();
  }
  for (const { application, names } of again) {
    if (names === 'all') await scanApplication(pool, index, folder, application);
    else await check({ pool, index, folder, application, notSessions: false }, names, { isLookedAt: true });
  }
  const locateIn = (application: string) => locate({ pool, index, folder, application, notSessions: false });
  // A thread is free while the answer of another is taken in.
  await pMap(applications, locateIn, { concurrency: 4 });
  await locatePush(pool, index, folder);
}

/** Not when the folder was removed from the index meanwhile, because a state would add it again. */
function setState(index: SessionIndex, folder: string, state: FolderState): void {
  if (index.stateOf(folder)) index.apply({ kind: 'folderState', folder, state });
}

/**
 * Lists one application folder and checks its session files: all of them, or only those that are not in the index yet.
 * A folder that was deleted meanwhile becomes empty. A folder that cannot be read gets the reason.
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
    which === 'all' ? listing.names : listing.names.filter((name) => !index.has({ folder, application, name }));
  await checkFiles(pool, index, folder, application, names);
}

/**
 * Checks these files of an application.
 * @returns whether one of them is not a session file after all
 */
export async function checkFiles(
  pool: CheckPool,
  index: SessionIndex,
  folder: string,
  application: string,
  names: readonly string[],
): Promise<{ notSessions: boolean }> {
  const asker = { pool, index, folder, application, notSessions: false };
  await check(asker, names);
  await locate(asker);
  await locatePush(pool, index, folder);
  return { notSessions: asker.notSessions };
}

/** Finds where `device.id` is in the files that share their device with another. */
async function locate(asker: Asker): Promise<void> {
  await check(asker, asker.index.unlocatedDuplicates(asker.folder, asker.application), { locateDevice: true });
}

/** The same for `device.token`, in all applications. */
async function locatePush(pool: CheckPool, index: SessionIndex, folder: string): Promise<void> {
  for (const [application, keys] of grouped(index.unlocatedPushTokens(folder), (key) => key.application)) {
    const names = keys.map(({ name }) => name);
    await check({ pool, index, folder, application, notSessions: false }, names, { locateDevice: true });
  }
}

interface Asker {
  readonly pool: CheckPool;
  readonly index: SessionIndex;
  readonly folder: string;
  readonly application: string;
  notSessions: boolean;
}

/** @param isLookedAt whether they were looked at once, and were not settled */
async function check(
  asker: Asker,
  names: readonly string[],
  { locateDevice = false, isLookedAt = false }: { locateDevice?: boolean; isLookedAt?: boolean } = {},
): Promise<void> {
  const { pool, folder, application } = asker;
  let toLookAt = names;
  for (let look = isLookedAt ? 2 : 1; toLookAt.length > 0; look++) {
    if (look > 1) await delay(SETTLE_MS);
    const unsettled: SessionEntry[] = [];
    const lookAt = async (slice: string[]) => {
      const result = await pool.call('check', { folder, application, names: slice, locateDevice });
      take(asker, result);
      unsettled.push(...result.unsettled);
    };
    // Two at a time keep the threads busy, and a small application never waits for a large one.
    await pMap(slices(toLookAt), lookAt, { concurrency: 2 });
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
    return { names: [], others: [], ...whyUnlisted(error) };
  }
}

type Listed = ApplicationListing & { unreadable?: string };
