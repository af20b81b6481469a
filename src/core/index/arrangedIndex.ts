import { arrangeRows, CONDITION_ORDER, samePlace } from './arrange';
import { ArrangedRows } from './arrangedRows';
import type { Arrangement } from './arrangement';
import { KeptOrder } from './keptOrder';
import { PAGE_SIZE } from './listPages';
import type { SearchedRows } from './rowSearch';
import type { Condition, SessionEntry } from './sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from './sessionIndex';
import { SessionQuery, SessionSearch } from './sessionSearch';

/** The sessions of one application as they are shown. */
export interface ArrangedApplication {
  /** All sessions that match the filter, sorted. */
  readonly sessions: ArrangedRows;
  /** The same grouped by condition. Empty groups are left out. */
  readonly byCondition: ReadonlyMap<Condition, ArrangedRows>;
}

/** What a delta changes in the view. */
export interface ArrangedDelta {
  /** Applications whose lists changed: a row was added, removed or moved. */
  readonly rearranged: readonly { folder: string; application: string }[];
  /** Sessions that keep their position but look different. */
  readonly redrawn: readonly SessionKey[];
}

/** A list, and the rows that it is made of. */
interface KeptList {
  readonly rows: SearchedRows;
  readonly revision: number;
  readonly list: ArrangedApplication;
}

/** One application under the current filter. */
interface FilteredApplication {
  /** The text that all its sessions share. The filter searches it too. */
  readonly text: string;
  readonly finds: (entry: SessionEntry) => boolean;
  /** How many sessions match the filter. Undefined until somebody asks. */
  count: number | undefined;
}

/**
 * The index, sorted and filtered. A list is computed when it is first needed and kept until something in it changes. So
 * opening one application costs nothing for the others.
 */
export class ArrangedIndex {
  private readonly lists = new Map<string, KeptList>();
  /** Of the lists that were seen without a filter. */
  private readonly orders = new Map<string, KeptOrder>();
  private readonly filtered = new Map<string, FilteredApplication>();
  private query: SessionQuery;

  constructor(
    private readonly index: SessionIndex,
    private arrangement: Arrangement,
    private readonly search = new SessionSearch(),
  ) {
    this.query = search.query(arrangement.filter);
  }

  setArrangement(arrangement: Arrangement): void {
    if (arrangement.filter !== this.arrangement.filter) {
      this.query = this.search.query(arrangement.filter);
      this.filtered.clear();
    }
    const { sort, reversed } = this.arrangement;
    if (arrangement.sort !== sort || arrangement.reversed !== reversed) this.orders.clear();
    this.arrangement = arrangement;
    this.lists.clear();
  }

  application(folder: string, application: string): ArrangedApplication {
    const key = keyOf(folder, application);
    const rows = this.index.searched(folder, application);
    if (!rows) return NOTHING;
    const known = this.lists.get(key);
    // Somebody may ask who hears of a change before this is told.
    if (known?.rows === rows && known.revision === rows.table.revision) return known.list;
    const list = split(rows, this.orderOf(key, rows, { folder, application }));
    this.lists.set(key, { rows, revision: rows.table.revision, list });
    return list;
  }

  /** The rows that match the filter, sorted. */
  private orderOf(
    key: string,
    rows: SearchedRows,
    { folder, application }: { folder: string; application: string },
  ): Uint32Array {
    const { sort, reversed = false } = this.arrangement;
    let kept = this.orders.get(key);
    if (kept?.rows !== rows) {
      this.orders.delete(key);
      kept = undefined;
    }
    if (this.query.isEmpty) {
      kept ??= new KeptOrder(rows, sort, reversed);
      this.orders.set(key, kept);
      return kept.current;
    }
    // What is left of a list that nobody has seen whole is sorted alone.
    if (!kept) return arrangeRows(rows, [...this.leftRows(folder, application)], sort, reversed);
    const isLeft = new Uint8Array(rows.table.end);
    for (const row of this.leftRows(folder, application)) isLeft[row] = 1;
    return kept.current.filter((row) => isLeft[row] === 1);
  }

  /** How many sessions of an application match the filter. This does not sort. */
  count(folder: string, application: string): number {
    if (this.query.isEmpty) return this.index.applicationOf(folder, application)?.counts.files ?? 0;
    const filtered = this.filteredOf(folder, application);
    if (filtered.count === undefined) {
      filtered.count = 0;
      for (const _ of this.leftRows(folder, application)) filtered.count++;
    }
    return filtered.count;
  }

  /** Whether a session matches the filter. */
  shows({ folder, application, name }: SessionKey): boolean {
    const entry = this.index.entry({ folder, application, name });
    return entry !== undefined && this.finds(folder, application)(entry);
  }

  /**
   * The page that shows a session, in the list of its application or of its condition. Undefined when it is not shown.
   */
  pageOf(folder: string, application: string, name: string, grouped: boolean): number | undefined {
    const { sessions, byCondition } = this.application(folder, application);
    const entry = this.index.entry({ folder, application, name });
    const list = grouped && entry ? byCondition.get(entry.condition) : sessions;
    const at = list?.placeOf(name) ?? -1;
    return at < 0 ? undefined : Math.floor(at / PAGE_SIZE);
  }

  /** Applies a delta. A list that was never needed is not computed. */
  take(delta: IndexDelta): ArrangedDelta {
    const rearranged = this.renamed(delta);
    const redrawn: SessionKey[] = [];
    const moved = new Map<string, string[]>();
    for (const { folder, application } of delta.added)
      rearranged.set(keyOf(folder, application), { folder, application });
    for (const { key, before, after } of delta.changed) {
      const { folder, application } = key;
      const id = keyOf(folder, application);
      if (before && after && this.isSamePlace(key, before, after)) {
        redrawn.push(key);
      } else {
        rearranged.set(id, { folder, application });
        const names = moved.get(id) ?? [];
        moved.set(id, names);
        names.push(key.name);
      }
    }
    for (const id of rearranged.keys()) this.orders.get(id)?.note(moved.get(id) ?? []);
    this.forget(rearranged.keys());
    return { rearranged: [...rearranged.values()], redrawn };
  }

  /**
   * Call this when the push marks of sessions have changed.
   * @param keys the sessions, or all of a MobileApps folder
   * @returns the applications whose lists changed, as `take` does
   */
  takeMarks(keys: readonly SessionKey[] | { readonly folder: string }): ArrangedDelta['rearranged'] {
    if (!this.query.asksForMarks) return [];
    const applications = 'folder' in keys ? this.applicationsOf(keys.folder) : keys;
    const touched = new Map(
      applications.map(({ folder, application }) => [keyOf(folder, application), { folder, application }]),
    );
    this.forget(touched.keys());
    return [...touched.values()];
  }

  private applicationsOf(folder: string): { folder: string; application: string }[] {
    return [...this.index.applications(folder)].map(({ name }) => ({ folder, application: name }));
  }

  /** Applications whose name changed. A filter may now match all of their sessions, or none. */
  private renamed({ changed, added }: IndexDelta): Map<string, { folder: string; application: string }> {
    const renamed = new Map<string, { folder: string; application: string }>();
    const looked = new Set<string>();
    const applications = this.query.isEmpty ? [] : [...changed.map(({ key }) => key), ...added];
    for (const { folder, application } of applications) {
      const id = keyOf(folder, application);
      if (looked.has(id)) continue;
      looked.add(id);
      const known = this.filtered.get(id);
      if (!known || known.text === this.textOf(folder, application)) continue;
      this.filtered.delete(id);
      renamed.set(id, { folder, application });
    }
    return renamed;
  }

  private forget(ids: Iterable<string>): void {
    for (const id of ids) {
      this.lists.delete(id);
      const filtered = this.filtered.get(id);
      if (filtered) filtered.count = undefined;
    }
  }

  private *leftRows(folder: string, application: string): Generator<number> {
    const rows = this.index.searched(folder, application);
    if (!rows) return;
    if (this.query.isEmpty) {
      yield* rows.table.rows();
      return;
    }
    const search = this.query.inRows(folder, application, this.filteredOf(folder, application).text, rows);
    for (const row of rows.table.rows()) if (search.score(row) !== undefined) yield row;
  }

  private finds(folder: string, application: string): (entry: SessionEntry) => boolean {
    return this.query.isEmpty ? () => true : this.filteredOf(folder, application).finds;
  }

  private filteredOf(folder: string, application: string): FilteredApplication {
    const id = keyOf(folder, application);
    let filtered = this.filtered.get(id);
    if (!filtered) {
      const text = this.textOf(folder, application);
      const score = this.query.inApplication(folder, application, text);
      filtered = { text, finds: (entry) => score(entry) !== undefined, count: undefined };
      this.filtered.set(id, filtered);
    }
    return filtered;
  }

  private textOf(folder: string, application: string): string {
    const names = this.index.applicationOf(folder, application) ?? NO_NAMES;
    return SessionQuery.textOf({ ...names, name: application });
  }

  private isSamePlace({ folder, application }: SessionKey, before: SessionEntry, after: SessionEntry): boolean {
    if (before.condition !== after.condition || !samePlace(before, after, this.arrangement.sort)) return false;
    const finds = this.finds(folder, application);
    return finds(before) === finds(after);
  }
}

const NO_NAMES = { title: undefined, team: undefined };

const NOTHING: ArrangedApplication = {
  sessions: new ArrangedRows({} as SearchedRows, new Uint32Array()),
  byCondition: new Map(),
};

function split(rows: SearchedRows, order: Uint32Array): ArrangedApplication {
  const byCondition = new Map<Condition, ArrangedRows>();
  for (const condition of CONDITION_ORDER) {
    const own = order.filter((row) => rows.table.condition(row) === condition);
    if (own.length > 0) byCondition.set(condition, new ArrangedRows(rows, own));
  }
  return { sessions: new ArrangedRows(rows, order), byCondition };
}

function keyOf(folder: string, application: string): string {
  return `${folder}\0${application}`;
}
