import { type Arrangement, arrange, CONDITION_ORDER, matcher, PAGE_SIZE } from './arrange';
import type { Condition, SessionEntry } from './sessionEntry';
import type { IndexDelta, SessionIndex } from './sessionIndex';

/** One application's sessions as they are shown. */
export interface ArrangedApplication {
  /** All that the filter leaves, in order. */
  readonly sessions: readonly SessionEntry[];
  /** The same by condition, where there are any. */
  readonly byCondition: ReadonlyMap<Condition, readonly SessionEntry[]>;
}

/** What a delta changes in what is shown. */
export interface ArrangedDelta {
  /** Applications whose lists are other ones: a row came, went or moved. */
  readonly rearranged: readonly { folder: string; application: string }[];
  /** Sessions that stay where they are and look different. */
  readonly redrawn: readonly { folder: string; application: string; name: string }[];
}

/**
 * The index, sorted and filtered. A list is made when it is first asked for and kept until something in it moves, so
 * that opening one application costs nothing for the others.
 */
export class ArrangedIndex {
  private readonly lists = new Map<string, ArrangedApplication>();
  private readonly filteredCounts = new Map<string, number>();

  constructor(
    private readonly index: SessionIndex,
    private arrangement: Arrangement,
  ) {}

  setArrangement(arrangement: Arrangement): void {
    if (arrangement.filter !== this.arrangement.filter) this.filteredCounts.clear();
    this.arrangement = arrangement;
    this.lists.clear();
  }

  application(folder: string, application: string): ArrangedApplication {
    const key = keyOf(folder, application);
    let list = this.lists.get(key);
    if (!list) {
      list = split(arrange(this.index.entries(folder, application), this.arrangement));
      this.lists.set(key, list);
    }
    return list;
  }

  /** How many sessions of an application the filter leaves; without a filter all of them. Does not sort. */
  count(folder: string, application: string): number {
    const { filter } = this.arrangement;
    const all = this.index.applicationOf(folder, application)?.counts.files ?? 0;
    if (filter === '') return all;
    const key = keyOf(folder, application);
    let count = this.filteredCounts.get(key);
    if (count === undefined) {
      count = 0;
      const matches = matcher(filter);
      for (const entry of this.index.entries(folder, application)) if (matches(entry)) count++;
      this.filteredCounts.set(key, count);
    }
    return count;
  }

  /** The page a session is on, of its application's list or of its condition's; undefined when it is not shown. */
  pageOf(folder: string, application: string, name: string, grouped: boolean): number | undefined {
    const { sessions, byCondition } = this.application(folder, application);
    const entry = this.index.entry({ folder, application, name });
    const list = grouped && entry ? (byCondition.get(entry.condition) ?? []) : sessions;
    const at = list.findIndex((each) => each.name === name);
    return at < 0 ? undefined : Math.floor(at / PAGE_SIZE);
  }

  /** Takes a delta in. Lists that were never asked for cost nothing. */
  take(delta: IndexDelta): ArrangedDelta {
    const rearranged = new Map<string, { folder: string; application: string }>();
    const redrawn: { folder: string; application: string; name: string }[] = [];
    for (const { key, before, after } of delta.entries) {
      const { folder, application } = key;
      const id = keyOf(folder, application);
      if (before && after && this.samePlace(before, after)) {
        redrawn.push(key);
        this.replace(id, before, after);
      } else {
        rearranged.set(id, { folder, application });
      }
    }
    for (const id of rearranged.keys()) {
      this.lists.delete(id);
      this.filteredCounts.delete(id);
    }
    return { rearranged: [...rearranged.values()], redrawn };
  }

  private samePlace(before: SessionEntry, after: SessionEntry): boolean {
    // The search text has all that is sorted and filtered by, but for the time of the last change.
    if (before.condition !== after.condition || before.searchText !== after.searchText) return false;
    return this.arrangement.sort !== 'modified' || before.modified === after.modified;
  }

  private replace(id: string, before: SessionEntry, after: SessionEntry): void {
    const list = this.lists.get(id);
    if (!list) return;
    for (const sessions of [list.sessions, list.byCondition.get(before.condition)]) {
      const at = sessions?.indexOf(before) ?? -1;
      if (at >= 0) (sessions as SessionEntry[])[at] = after;
    }
  }
}

function split(sessions: SessionEntry[]): ArrangedApplication {
  const byCondition = new Map<Condition, SessionEntry[]>(CONDITION_ORDER.map((condition) => [condition, []]));
  for (const entry of sessions) byCondition.get(entry.condition)?.push(entry);
  for (const [condition, list] of [...byCondition]) if (list.length === 0) byCondition.delete(condition);
  return { sessions, byCondition };
}

function keyOf(folder: string, application: string): string {
  return `${folder}\0${application}`;
}
