import type { StoredEntry, StoreSnapshot } from '../store/store';

/** The name of a space or a log; that of a local one is in a list of its own. */
export type PlaceName = string | readonly [string];

/** What a state log says of a store, one record after the other. */
export type StateRecord =
  | readonly ['put', space: PlaceName, key: string, value: unknown, expiresAt?: number]
  | readonly ['delete', space: PlaceName, key: string]
  /** There may be a gap to the entry before. All before `first` are gone. */
  | readonly ['append', log: PlaceName, id: number, value: unknown, first: number]
  | readonly ['clear', log: PlaceName, next: number]
  | readonly ['whole'];

interface KeptLog {
  next: number;
  entries: { readonly id: number; readonly value: unknown }[];
}

/** The content that a store had, put together from what was written of it. */
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
        log.entries.push({ id, value });
        log.next = id + 1;
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

/** What is known by the name of a space or a log. */
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
