/** One session of a MobileApps folder. */
export interface PushMember {
  readonly application: string;
  readonly name: string;
}

/** How many of the others a finding names. It says so when there are more. */
export const NAMED_OTHERS = 3;

interface Group {
  /** `application/name`, sorted. */
  readonly members: string[];
}

/**
 * Which sessions of one MobileApps folder have the same push token. A change of one session changes what is said of the
 * others only when it changes who is named, which are the first few: work is proportional to that, not to the group.
 */
export class SharedPushTokens {
  private readonly groups = new Map<string, Group>();
  /** Tokens of two or more sessions. */
  private readonly shared = new Set<string>();
  /** What was said of each group before the changes that were not told yet. */
  private readonly before = new Map<string, Said>();

  add(digest: string, { application, name }: PushMember): void {
    this.note(digest);
    const { members } = this.groups.get(digest) ?? this.made(digest);
    members.splice(placeIn(members, `${application}/${name}`), 0, `${application}/${name}`);
    if (members.length > 1) this.shared.add(digest);
  }

  remove(digest: string, { application, name }: PushMember): void {
    this.note(digest);
    const members = this.groups.get(digest)?.members;
    if (!members) return;
    const at = placeIn(members, `${application}/${name}`);
    if (members[at] === `${application}/${name}`) members.splice(at, 1);
    if (members.length < 2) this.shared.delete(digest);
    if (members.length === 0) this.groups.delete(digest);
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

  /** Sessions of which something else is to be said since `settled` was called. */
  touched(): PushMember[] {
    const touched: PushMember[] = [];
    for (const [digest, before] of this.before) {
      if (isSameSaid(this.saidOf(digest), before)) continue;
      for (const member of this.groups.get(digest)?.members ?? []) touched.push(memberOf(member));
    }
    return touched;
  }

  /** What is to be said was told. */
  settled(): void {
    this.before.clear();
  }

  /** All sessions that share their token with another. */
  *sharing(): Generator<PushMember> {
    for (const digest of this.shared)
      for (const member of this.groups.get(digest)?.members ?? []) yield memberOf(member);
  }

  private made(digest: string): Group {
    const group = { members: [] };
    this.groups.set(digest, group);
    return group;
  }

  private note(digest: string): void {
    if (!this.before.has(digest)) this.before.set(digest, this.saidOf(digest));
  }

  private saidOf(digest: string): Said {
    const members = this.groups.get(digest)?.members ?? [];
    return { first: members.slice(0, NAMED_OTHERS + 1), areMore: members.length > NAMED_OTHERS + 1 };
  }
}

/** What is said of a group follows from its first members and whether there are more. */
interface Said {
  readonly first: readonly string[];
  readonly areMore: boolean;
}

function isSameSaid(one: Said, other: Said): boolean {
  return one.areMore === other.areMore && one.first.join('\0') === other.first.join('\0');
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
