import { Pauses } from '../slices/pauses';
import type { LogEntry } from './log';
import type { LogRange, MemoryLog } from './memoryLog';
import type { Realm } from './memoryRealm';
import type { StoredLog } from './store';

/**
 * Reads entries as they are now, and tells of each that it was read. Thousands of them may have to be written out, so the
 * event loop turns after each slice.
 * @param tell called with the number of each entry, in their order; it tells those before it too
 */
export async function readInSlices(
  memory: MemoryLog,
  { start, end }: LogRange,
  tell: (id: number) => void,
): Promise<LogEntry<unknown>[]> {
  // An entry that is dropped meanwhile is read all the same.
  const found = Array.from({ length: end - start }, (_, at) => {
    const id = start + at;
    return { entry: memory.entry(id), pieces: memory.piecesOf(id) };
  });
  const pause = new Pauses();
  await tellInSlices(memory, start, tell, pause);
  const read: LogEntry<unknown>[] = [];
  for (const { entry, pieces } of found) {
    if (pieces > 0) await pause.after(pieces);
    read.push({ id: entry.id, value: entry.value });
    tell(entry.id);
  }
  return read;
}

/** Tells of all entries before `end` that were not told, as `readInSlices` does. */
export async function tellInSlices(
  memory: MemoryLog,
  end: number,
  tell: (id: number) => void,
  pause = new Pauses(),
): Promise<void> {
  for (let id = memory.untold; id < end; id = Math.max(id + 1, memory.untold)) {
    await pause.after(Math.max(memory.piecesOf(id), 1));
    tell(id);
  }
}

/**
 * The logs as they are now, for a snapshot.
 * @param read reads all entries of a log
 */
export async function storedLogs(
  realms: readonly Realm[],
  read: (memory: MemoryLog) => Promise<LogEntry<unknown>[]>,
): Promise<StoredLog[]> {
  const reading = realms.flatMap(({ logs, isLocal }) =>
    [...logs].flatMap(([log, memory]) => {
      const { next } = memory;
      return next === 1 ? [] : [{ log, isLocal, next, entries: read(memory) }];
    }),
  );
  const stored: StoredLog[] = [];
  for (const { log, isLocal, next, entries } of reading) {
    const values = (await entries).map(({ value }) => value);
    stored.push({ log, ...(isLocal && { isLocal }), next, values });
  }
  return stored;
}
