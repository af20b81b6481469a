import { inSlices, SLICE } from '../slices/inSlices';
import { LAST_NUMBER, storedJson } from './memoryLog';
import type { PutOptions, SnapshotOptions, StoredEntry, StoredLog, StoreSnapshot } from './store';

/**
 * A value as the store holds it: as JSON text, so that callers share no object with the store. Numbers and booleans are
 * kept as they are, because the time of a request is written with every request.
 */
export type Kept = string | number | boolean;

/** A value of the store, as a new object. */
export function valueIn<T>(kept: Kept): T {
  return (typeof kept === 'string' ? JSON.parse(kept) : kept) as T;
}

/** @throws TypeError if the value is not plain JSON */
export function keptOf(value: unknown): Kept {
  if (typeof value === 'boolean') return value;
  // JSON has no -0, so it becomes 0.
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  return storedJson(value);
}

/**
 * The time at which a value expires, in virtual milliseconds since 1970. Undefined if it never does.
 * @throws RangeError if `expiresAt` is not a number
 */
export function lifetimeOf(options: PutOptions | undefined): number | undefined {
  const expiresAt = options?.expiresAt;
  if (Number.isNaN(expiresAt)) throw new RangeError('`expiresAt` is no time.');
  return expiresAt === Number.POSITIVE_INFINITY ? undefined : expiresAt;
}

interface ReadEntry {
  readonly isLocal: boolean;
  readonly space: string;
  readonly key: string;
  readonly kept: Kept;
  readonly expiresAt: number | undefined;
}

interface ReadLog {
  readonly isLocal: boolean;
  readonly log: string;
  readonly next: number;
  readonly texts: readonly string[];
}

interface ReadSnapshot {
  readonly entries: readonly ReadEntry[];
  readonly logs: readonly ReadLog[];
}

/**
 * Checks a snapshot and converts it to the form of a store in memory. A long one is read in slices.
 * @throws TypeError or RangeError if it is no valid snapshot; a long one rejects
 */
export function readSnapshot(snapshot: StoreSnapshot, options: SnapshotOptions): ReadSnapshot | Promise<ReadSnapshot> {
  const { entries, logs } = snapshot;
  const isLong = [entries, ...logs.map(({ values }) => values)].some((items) => items?.length > SLICE);
  if (isLong) return readLongSnapshot(snapshot, options);
  return {
    entries: entries.map((entry) => readEntry(entry, options)),
    logs: logs.map((log) => ({ ...logHead(log, options), texts: log.values.map(storedJson) })),
  };
}

async function readLongSnapshot({ entries, logs }: StoreSnapshot, options: SnapshotOptions): Promise<ReadSnapshot> {
  const readEntries = await inSlices(entries, (entry) => readEntry(entry, options));
  const readLogs: ReadLog[] = [];
  for (const log of logs) {
    readLogs.push({ ...logHead(log, options), texts: await inSlices(log.values, storedJson) });
  }
  return { entries: readEntries, logs: readLogs };
}

function readEntry(entry: StoredEntry, options: SnapshotOptions): ReadEntry {
  const { space, key, value } = entry;
  if (typeof space !== 'string' || typeof key !== 'string') throw new TypeError('A value needs its space and its key.');
  return { isLocal: isLocalIn(entry, options), space, key, kept: keptOf(value), expiresAt: lifetimeOf(entry) };
}

function logHead(stored: StoredLog, options: SnapshotOptions): Omit<ReadLog, 'texts'> {
  const { log, next, values } = stored;
  if (typeof log !== 'string' || !Array.isArray(values)) throw new TypeError('A log needs its name and its values.');
  if (!Number.isInteger(next) || next < 1 || next > LAST_NUMBER) {
    throw new RangeError('The number of the next entry of a log is a whole number from 1 on.');
  }
  return { isLocal: isLocalIn(stored, options), log, next };
}

function isLocalIn(
  { isLocal = false }: { readonly isLocal?: boolean },
  { withLocal = false }: SnapshotOptions,
): boolean {
  if (typeof isLocal === 'boolean' && (!isLocal || withLocal)) return isLocal;
  throw new TypeError('What is of another server alone cannot be put in.');
}
