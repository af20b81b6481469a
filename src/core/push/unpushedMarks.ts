import type { SessionKey } from '../index/sessionIndex';

/** What somebody has of a session file: what tells its content from others, no file, or what cannot be told. */
export type Copy = number | 'absent' | 'unknown';

export type PendingChange = 'changed' | 'deleted';

/** One mark as it is kept; older versions kept no copy. */
export type StoredMark = [id: string, change: PendingChange, server?: Copy];

/** Marks at one moment: what a push that begins then can take away. */
export interface PendingMarks {
  readonly folder: string;
  readonly revisions: ReadonlyMap<string, number>;
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
 * back.
 */
export class UnpushedMarks {
  private readonly marks = new Map<string, Mark>();
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

  /** As it is kept over a restart. */
  stored(): StoredMark[] {
    return [...this.marks].map(([id, mark]) => [id, changeOf(mark), mark.server]);
  }

  of(key: SessionKey): PendingChange | undefined {
    const mark = this.marks.get(idOf(key));
    return mark && changeOf(mark);
  }

  /** What server and file are of a session that is marked. */
  known(key: SessionKey): { readonly server: Copy; readonly file: Copy } | undefined {
    return this.marks.get(idOf(key));
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
    const known = this.marks.get(id);
    const mark = { key, server: known?.server ?? before, file: after, revision: ++this.revision };
    // What an undo brings back is what was there, also where that was changed already.
    const deleted = known?.file === 'absent' ? known.deleted : (known?.file ?? was);
    this.settle(id, after === 'absent' && deleted !== undefined ? { ...mark, deleted } : mark);
  }

  /** A file has another place; it says what it said. */
  moved(from: SessionKey, to: SessionKey, before: Copy, inItsPlace: Copy, was = before): void {
    const file = was === 'unknown' ? (this.marks.get(idOf(from))?.file ?? was) : was;
    this.changed(from, before, 'absent', was);
    this.changed(to, inItsPlace, file);
  }

  /** A deleted file is there again as it was. */
  restored(key: SessionKey, before: Copy): void {
    this.changed(key, before, this.marks.get(idOf(key))?.deleted ?? 'unknown');
  }

  /** What a file is, by whoever made it so: nothing new for one that is not marked. Answers whether its mark is another one. */
  seen(key: SessionKey, file: Copy): boolean {
    const id = idOf(key);
    const mark = this.marks.get(id);
    if (!mark || mark.file === file) return false;
    const before = changeOf(mark);
    this.settle(id, { ...mark, file });
    return this.of(key) !== before;
  }

  /** To be taken when a push of a MobileApps folder begins, and given to `pushed` when it is done. */
  atPush(folder: string): PendingMarks {
    return {
      folder,
      revisions: new Map(this.keys(folder).map((key) => [idOf(key), this.marks.get(idOf(key))?.revision ?? 0])),
    };
  }

  /**
   * A server has taken the files in: their marks go, but for those that were changed since and those that are `left`. What it
   * has of these cannot be told: they stay marked until a push that tells.
   */
  pushed({ folder, revisions }: PendingMarks, left: (key: SessionKey) => boolean): SessionKey[] {
    const taken: SessionKey[] = [];
    for (const id of revisions.keys()) {
      // It was made as it was before while the server may have read what it was between.
      if (!this.marks.has(id))
        this.put({ key: keyOf(id), server: 'unknown', file: 'unknown', revision: ++this.revision });
    }
    for (const key of this.keys(folder)) {
      const id = idOf(key);
      const mark = this.marks.get(id) as Mark;
      if (revisions.get(id) !== mark.revision || left(key)) mark.server = 'unknown';
      else taken.push(key);
    }
    this.take(taken);
    return taken;
  }

  /** Nobody knows whether a push has reached the server: its marks stay until one is known to. */
  unsure({ folder }: PendingMarks): void {
    for (const key of this.keys(folder)) (this.marks.get(idOf(key)) as Mark).server = 'unknown';
  }

  /** Takes marks away. */
  take(keys: readonly SessionKey[]): TakenMarks {
    return keys.flatMap((key) => this.remove(idOf(key)) ?? []);
  }

  /** Puts marks back; one that has come since stays, and knows what the server had before. */
  putBack(taken: TakenMarks): void {
    for (const mark of taken) {
      const id = idOf(mark.key);
      this.settle(id, { ...(this.marks.get(id) ?? mark), server: mark.server });
    }
  }

  private settle(id: string, mark: Mark): void {
    if (mark.server !== 'unknown' && mark.server === mark.file) this.remove(id);
    else if (this.marks.has(id)) this.marks.set(id, mark);
    else this.put(mark);
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
