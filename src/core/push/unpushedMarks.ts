import type { SessionKey } from '../index/sessionIndex';

/** What somebody has of a session file: what tells its content from others, no file, or what cannot be told. */
export type Copy = number | 'absent' | 'unknown';

export type PendingChange = 'changed' | 'deleted';

/** One mark as it is kept; older versions kept no copy. */
export type StoredMark = [id: string, change: PendingChange, server?: Copy];

/** Marks at one moment: what a push that begins then can take away. */
export interface PendingMarks {
  readonly folder: string;
  /** The last change before. */
  readonly revision: number;
  readonly ids: ReadonlySet<string>;
}

interface Mark {
  readonly key: SessionKey;
  /** What the server has: the file as it was before the first change that was not pushed. */
  server: Copy;
  /** What the file is now; unknown until somebody has looked. */
  file: Copy;
  /** What the file was when it was deleted, which an undo brings back. */
  deleted?: Copy;
  /** Which change it is of: one that is made during a push is not pushed by it. */
  revision: number;
}

/** Marks that were taken away, to be put back. */
export type TakenMarks = readonly Readonly<Mark>[];

/**
 * Which session files differ from what a server has, of those that were changed here. A mark remembers what the server has,
 * so that it goes by itself when the file says the same again, by whatever way: undone, put back, toggled twice, moved away and
 * back. What the server has stays remembered then, until a push or the end of the window: who looks at files may be late and
 * tell the old content of one that is another by now, and then the mark comes back.
 */
export class UnpushedMarks {
  private readonly marks = new Map<string, Mark>();
  /** Of files that were changed and are again what the server has: no marks, as far as anybody sees. */
  private readonly settled = new Map<string, Mark>();
  /** How many there are in each MobileApps folder and in each application. */
  private readonly counts = new Map<string, number>();
  private revision = 0;

  constructor(stored: readonly StoredMark[] = []) {
    for (const [id, change, server = 'unknown'] of stored) {
      this.put({ key: keyOf(id), server, file: change === 'deleted' ? 'absent' : 'unknown', revision: 0 });
    }
  }

  get size(): number {
    return this.marks.size;
  }

  /** How many there are of files that are not there: deleted ones, and the old places of moved ones. */
  get gone(): number {
    let gone = 0;
    for (const mark of this.marks.values()) if (changeOf(mark) === 'deleted') gone++;
    return gone;
  }

  /** As it is kept over a restart. */
  stored(): StoredMark[] {
    return [...this.marks].map(([id, mark]) => [id, changeOf(mark), mark.server]);
  }

  of(key: SessionKey): PendingChange | undefined {
    const mark = this.marks.get(idOf(key));
    return mark && changeOf(mark);
  }

  /** What server and file are of a session that was changed since the last push, whether it is marked or not. */
  known(key: SessionKey): { readonly server: Copy; readonly file: Copy } | undefined {
    return this.remembered(idOf(key));
  }

  /** Sessions that are marked, of all MobileApps folders, of one, or of one application. */
  keys(folder?: string, application?: string): SessionKey[] {
    const keys = [...this.marks.values()].map(({ key }) => key);
    return keys.filter(
      (key) =>
        (folder === undefined || key.folder === folder) &&
        (application === undefined || key.application === application),
    );
  }

  /** All of a MobileApps folder that a push has to do with: also what was changed and changed back. */
  touched(folder: string): SessionKey[] {
    const settled = [...this.settled.values()].map(({ key }) => key).filter((key) => key.folder === folder);
    return [...this.keys(folder), ...settled];
  }

  count(folder: string, application?: string): number {
    return this.counts.get(placeId(folder, application)) ?? 0;
  }

  /**
   * A file was changed here.
   * @param before what it was, which is what the server has unless it was changed before
   * @param after what it is now
   * @param was what the file was right before, where that is something else than what the server has
   */
  changed(key: SessionKey, before: Copy, after: Copy, was = before): void {
    const id = idOf(key);
    const known = this.remembered(id);
    const mark = { key, server: known?.server ?? before, file: after, revision: ++this.revision };
    // What an undo brings back is what was there, also where that was changed already.
    const deleted = known?.file === 'absent' ? known.deleted : (known?.file ?? was);
    this.settle(id, after === 'absent' && deleted !== undefined ? { ...mark, deleted } : mark);
  }

  /** A file has another place; it says what it said. */
  moved(from: SessionKey, to: SessionKey, before: Copy, inItsPlace: Copy, was = before): void {
    const file = was === 'unknown' ? (this.known(from)?.file ?? was) : was;
    this.changed(from, before, 'absent', was);
    this.changed(to, inItsPlace, file);
  }

  /** A deleted file is there again as it was. */
  restored(key: SessionKey, before: Copy): void {
    this.changed(key, before, this.remembered(idOf(key))?.deleted ?? 'unknown');
  }

  /** What a file is, by whoever made it so: nothing new for one that was not changed here. Answers whether its mark is another one. */
  seen(key: SessionKey, file: Copy): boolean {
    const id = idOf(key);
    const mark = this.remembered(id);
    if (!mark || mark.file === file) return false;
    const before = this.of(key);
    this.settle(id, { ...mark, file });
    return this.of(key) !== before;
  }

  /** To be taken when a push of a MobileApps folder begins, and given to `pushed` when it is done. */
  atPush(folder: string): PendingMarks {
    return { folder, revision: this.revision, ids: new Set(this.keys(folder).map(idOf)) };
  }

  /**
   * A server has taken the files in: their marks go, but for those that were changed since and those that are `left`. What it
   * has of these cannot be told: they stay marked until a push that tells.
   */
  pushed(push: PendingMarks, left: (key: SessionKey) => boolean): SessionKey[] {
    this.doubtSettled(push);
    const taken: SessionKey[] = [];
    for (const key of this.keys(push.folder)) {
      const mark = this.marks.get(idOf(key)) as Mark;
      if (mark.revision > push.revision || left(key)) mark.server = 'unknown';
      else taken.push(key);
    }
    this.take(taken);
    for (const [id, { key }] of this.settled) if (key.folder === push.folder) this.settled.delete(id);
    return taken;
  }

  /** Nobody knows whether a push has reached the server: its marks stay until one is known to. */
  unsure(push: PendingMarks): void {
    this.doubtSettled(push);
    for (const key of this.keys(push.folder)) (this.marks.get(idOf(key)) as Mark).server = 'unknown';
  }

  /** What was made as it was before while a push was under way is marked: the server may have read what it was between. */
  private doubtSettled({ folder, revision, ids }: PendingMarks): void {
    for (const [id, mark] of [...this.settled]) {
      if (mark.key.folder !== folder || (mark.revision <= revision && !ids.has(id))) continue;
      this.settle(id, { ...mark, server: 'unknown', revision: ++this.revision });
    }
  }

  /** Takes marks away. */
  take(keys: readonly SessionKey[]): TakenMarks {
    return keys.flatMap((key) => {
      this.settled.delete(idOf(key));
      return this.remove(idOf(key)) ?? [];
    });
  }

  /** Puts marks back; one that has come since stays, and knows what the server had before. */
  putBack(taken: TakenMarks): void {
    for (const mark of taken) {
      const id = idOf(mark.key);
      this.settle(id, { ...(this.remembered(id) ?? mark), server: mark.server });
    }
  }

  private settle(id: string, mark: Mark): void {
    this.settled.delete(id);
    if (mark.server !== 'unknown' && mark.server === mark.file) {
      this.remove(id);
      this.settled.set(id, mark);
    } else if (this.marks.has(id)) this.marks.set(id, mark);
    else this.put(mark);
  }

  private remembered(id: string): Mark | undefined {
    return this.marks.get(id) ?? this.settled.get(id);
  }

  private put(mark: Mark): void {
    this.marks.set(idOf(mark.key), mark);
    this.tally(mark.key, 1);
  }

  private remove(id: string): Mark | undefined {
    const mark = this.marks.get(id);
    if (!mark) return undefined;
    this.marks.delete(id);
    this.tally(mark.key, -1);
    return mark;
  }

  private tally({ folder, application }: SessionKey, by: 1 | -1): void {
    for (const place of [placeId(folder), placeId(folder, application)]) {
      const count = (this.counts.get(place) ?? 0) + by;
      if (count > 0) this.counts.set(place, count);
      else this.counts.delete(place);
    }
  }
}

function changeOf({ file }: Mark): PendingChange {
  return file === 'absent' ? 'deleted' : 'changed';
}

function placeId(folder: string, application?: string): string {
  return application === undefined ? folder : `${folder}\0${application}`;
}

export function idOf({ folder, application, name }: SessionKey): string {
  return JSON.stringify([folder, application, name]);
}

function keyOf(id: string): SessionKey {
  const [folder, application, name] = JSON.parse(id) as [string, string, string];
  return { folder, application, name };
}
