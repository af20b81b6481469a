import { RowHash } from './rowHash';
import type { SessionTable } from './sessionTable';

/** One session of a MobileApps folder. */
export interface PushMember {
  readonly application: string;
  readonly name: string;
}

/** An application whose sessions have push tokens. */
export interface PushHolder {
  readonly name: string;
  readonly table: SessionTable;
}

/** How many of the others a finding names. It says so when there are more. */
export const NAMED_OTHERS = 3;

/** What is said of a group follows from its first members and whether there are more. */
interface Said {
  readonly first: readonly string[];
  readonly areMore: boolean;
}

const NOTHING: Said = { first: [], areMore: false };

/**
 * Which sessions of one MobileApps folder have the same push token. A change of one session changes what is said of the
 * others only when it changes who is named, which are the first few: work is proportional to that, not to the group.
 * Nothing is kept for a token that one session has, but the place of the session.
 */
export class SharedPushTokens {
  private readonly singles = new SinglePushTokens();
  /** `application/name`, sorted, of the sessions of each token that two or more have. */
  private readonly groups = new Map<string, string[]>();
  private readonly holders = new Map<string, PushHolder>();
  /** What was said of each group before the changes that were not told yet. */
  private readonly before = new Map<string, Said>();
  /** The one that was left of each group that is none any more. */
  private readonly alone = new Map<string, string>();

  /** Prepares for this many more sessions. */
  reserve(more: number): void {
    this.singles.reserve(more);
  }

  /** Adds a session that has a push token. */
  add(holder: PushHolder, row: number): void {
    this.holders.set(holder.name, holder);
    const other = this.singles.take(holder, row);
    if (!other && (this.groups.size === 0 || !this.groups.has(digestOf(holder, row)))) {
      this.singles.add(holder, row);
      return;
    }
    const digest = digestOf(holder, row);
    this.note(digest);
    const members = this.groups.get(digest) ?? [];
    this.groups.set(digest, members);
    for (const place of other ? [placeOf(other.holder, other.row), placeOf(holder, row)] : [placeOf(holder, row)]) {
      members.splice(placeIn(members, place), 0, place);
    }
  }

  /** Removes a session before its token changes. */
  remove(holder: PushHolder, row: number): void {
    if (this.singles.remove(holder, row)) return;
    const digest = digestOf(holder, row);
    const members = this.groups.get(digest);
    if (!members) return;
    this.note(digest);
    const place = placeOf(holder, row);
    const at = placeIn(members, place);
    if (members[at] === place) members.splice(at, 1);
    if (members.length > 1) return;
    this.groups.delete(digest);
    const [last] = members;
    if (last === undefined) return;
    this.alone.set(digest, last);
    const { application, name } = memberOf(last);
    const other = this.holders.get(application) as PushHolder;
    this.singles.add(other, other.table.find(name));
  }

  /**
   * The first of the others with the same token, and whether there are more. Undefined when there is no other.
   * @param isBefore as it was when `settled` was called
   */
  othersOf(
    digest: string,
    { application, name }: PushMember,
    isBefore = false,
  ): { named: string[]; areMore: boolean } | undefined {
    const said = (isBefore && this.before.get(digest)) || this.saidOf(digest);
    if (said.first.length < 2) return undefined;
    const named = said.first.filter((each) => each !== `${application}/${name}`);
    return { named: named.slice(0, NAMED_OTHERS), areMore: said.areMore || named.length > NAMED_OTHERS };
  }

  /** Whether any two sessions have the same token, so that it is worth asking for one. */
  get areAny(): boolean {
    return this.groups.size > 0;
  }

  /** Whether another session has the same token. */
  isShared(holder: PushHolder, row: number): boolean {
    return this.groups.has(digestOf(holder, row));
  }

  /** Sessions of which something else is to be said since `settled` was called. */
  touched(): PushMember[] {
    const touched: PushMember[] = [];
    for (const [digest, before] of this.before) {
      const now = this.saidOf(digest);
      if (isSame(now, before)) continue;
      const left = this.alone.get(digest);
      for (const place of this.groups.get(digest) ?? (left === undefined ? [] : [left])) touched.push(memberOf(place));
    }
    return touched;
  }

  /** What is to be said was told. */
  settled(): void {
    this.before.clear();
    this.alone.clear();
  }

  /** All sessions that share their token with another. */
  *sharing(): Generator<PushMember> {
    for (const members of this.groups.values()) for (const place of members) yield memberOf(place);
  }

  private note(digest: string): void {
    if (!this.before.has(digest)) this.before.set(digest, this.saidOf(digest));
  }

  private saidOf(digest: string): Said {
    const members = this.groups.get(digest);
    if (!members) return NOTHING;
    return { first: members.slice(0, NAMED_OTHERS + 1), areMore: members.length > NAMED_OTHERS + 1 };
  }
}

/** The sessions whose push token no other has. */
class SinglePushTokens {
  private readonly holders: PushHolder[] = [];
  private readonly places = new Map<PushHolder, number>();
  /** For each session the place of its application, and its row. */
  private applications = new Uint32Array(8);
  private rows = new Uint32Array(8);
  private used = 0;
  private readonly free: number[] = [];
  private readonly hash = new RowHash((at) => this.holderAt(at).table.pushHash(this.rows[at] as number));

  reserve(more: number): void {
    this.hash.reserve(more);
  }

  add(holder: PushHolder, row: number): void {
    const at = this.free.pop() ?? this.next();
    this.applications[at] = this.placeOf(holder);
    this.rows[at] = row;
    this.hash.add(at);
  }

  /** Removes the session that has the same token as this one. Returns it. */
  take(holder: PushHolder, row: number): { holder: PushHolder; row: number } | undefined {
    const found = this.hash.find(holder.table.pushHash(row), (at) =>
      this.holderAt(at).table.hasPushOf(this.rows[at] as number, holder.table, row),
    );
    if (found < 0) return undefined;
    const taken = { holder: this.holderAt(found), row: this.rows[found] as number };
    this.forget(found);
    return taken;
  }

  /** @returns whether it was there */
  remove(holder: PushHolder, row: number): boolean {
    const found = this.hash.find(
      holder.table.pushHash(row),
      (at) => this.rows[at] === row && this.holderAt(at) === holder,
    );
    if (found < 0) return false;
    this.forget(found);
    return true;
  }

  private forget(at: number): void {
    this.hash.remove(at);
    this.free.push(at);
  }

  private holderAt(at: number): PushHolder {
    return this.holders[this.applications[at] as number] as PushHolder;
  }

  private placeOf(holder: PushHolder): number {
    let place = this.places.get(holder);
    if (place === undefined) {
      place = this.holders.push(holder) - 1;
      this.places.set(holder, place);
    }
    return place;
  }

  private next(): number {
    if (this.used === this.rows.length) {
      const length = Math.ceil(this.used * 1.5);
      const [applications, rows] = [new Uint32Array(length), new Uint32Array(length)];
      applications.set(this.applications);
      rows.set(this.rows);
      this.applications = applications;
      this.rows = rows;
    }
    return this.used++;
  }
}

function isSame(one: Said, other: Said): boolean {
  return one.areMore === other.areMore && one.first.join('\0') === other.first.join('\0');
}

function digestOf({ table }: PushHolder, row: number): string {
  return table.pushDigest(row) as string;
}

function placeOf({ name, table }: PushHolder, row: number): string {
  return `${name}/${table.name(row)}`;
}

function memberOf(place: string): PushMember {
  const at = place.indexOf('/');
  return { application: place.slice(0, at), name: place.slice(at + 1) };
}

/** Where a text is in a sorted list, or belongs. */
function placeIn(sorted: readonly string[], text: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] as string) < text) from = middle + 1;
    else to = middle;
  }
  return from;
}
