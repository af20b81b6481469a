import type { StoredEntry, StoreSnapshot } from '../store/store';

/** The name of a space or a log. The name of a local one is wrapped in an array. */
export type PlaceName = string | readonly [string];

/** One record of a state log. The records in their order describe the content of a store. */
export type StateRecord =
  | readonly ['put', space: PlaceName, key: string, value: unknown, expiresAt?: number]
  | readonly ['delete', space: PlaceName, key: string]
  /** Numbers may be missing before `id`. All entries before `first` are dropped. */
  | readonly ['append', log: PlaceName, id: number, value: unknown, first: number]
  | readonly ['clear', log: PlaceName, next: number]
  | readonly ['whole'];

interface KeptLog {
  next: number;
  entries: { readonly id: number; readonly value: unknown }[];
}

/** Restores the content of a store from the records that were written about it. */
export function keptSnapshot(records: Iterable<readonly unknown[]>): StoreSnapshot {
  const spaces = new Places<Map<string, StoredEntry>>(() => new Map());
  const logs = new Places<KeptLog>(() => ({ next: 1, entries: [] }));
  for (const record of records as Iterable<StateRecord>) {
    switch (record[0]) {
      case 'put': {
        const [, space, key, value, expiresAt] = record;
        const { name, ...isLocal } = placeIn(space);
        const entry = { space: name, ...isLocal, key, value, ...(expiresAt !== undefined && { expiresAt }) };
        spaces.of(space).set(key, entry);
        break;
      }
      case 'delete':
        spaces.of(record[1]).delete(record[2]);
        break;
      case 'append': {
        const [, name, id, value, first] = record;
        const log = logs.of(name);
        // An entry that is in the whole state may follow again as a change.
        if (id >= log.next) {
          log.entries.push({ id, value });
          log.next = id + 1;
        }
        while (log.entries[0] && log.entries[0].id < first) log.entries.shift();
        break;
      }
      case 'clear': {
        const log = logs.of(record[1]);
        log.entries = [];
        log.next = record[2];
        break;
      }
    }
  }
  return {
    entries: spaces.all().flatMap(([, space]) => [...space.values()]),
    logs: logs.all().map(([place, { next, entries }]) => {
      const { name, ...isLocal } = placeIn(place);
      return { log: name, ...isLocal, next, values: entries.map(({ value }) => value) };
    }),
  };
}

/** A map by the names of spaces or logs, which creates missing values. */
class Places<T> {
  private readonly values = new Map<string, [PlaceName, T]>();

  constructor(private readonly make: () => T) {}

  of(place: PlaceName): T {
    const key = JSON.stringify(place);
    const known = this.values.get(key);
    if (known) return known[1];
    const made = this.make();
    this.values.set(key, [place, made]);
    return made;
  }

  all(): [PlaceName, T][] {
    return [...this.values.values()];
  }
}

function placeIn(name: PlaceName): { name: string; isLocal?: true } {
  return typeof name === 'string' ? { name } : { name: name[0], isLocal: true };
}
