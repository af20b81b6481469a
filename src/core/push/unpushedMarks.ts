import type { SessionKey } from '../index/sessionIndex';
import { parseJson } from '../json/parseJson';

/** A copy of a session file: a hash of its content, `absent` when there is no file, or `unknown`. */
export type Copy = number | 'absent' | 'unknown';

export type PendingChange = 'changed' | 'deleted';

/** One mark as it is stored. Older versions stored no copy. */
export type StoredMark = [id: string, change: PendingChange, server?: Copy];

/** The marks when a push begins. Only these can be removed when it is done. */
export interface PendingMarks {
  readonly folder: string;
  /** The last change before the push. */
  readonly revision: number;
  readonly ids: ReadonlySet<string>;
}

interface Mark {
  readonly key: SessionKey;
  /** What the server has: the file before the first change that was not pushed. */
  server: Copy;
  /** What the file is now. Unknown until somebody has read it. */
  file: Copy;
  /** What the file was when it was deleted. Undoing the deletion restores it. */
  deleted?: Copy;
  /** Number of the change. A change during a push is not part of that push. */
  revision: number;
}

/** Marks that were removed, so that they can be restored. */
export type TakenMarks = readonly Readonly<Mark>[];

/**
 * Which session files were changed here and differ from what a server has.
 * A mark remembers what the server has. So it disappears when the file is the same again, in whatever way: undone,
 * restored, toggled twice, moved away and back. What the server has stays remembered after that, until a push or the
 * end of the window. The reason: a late notification may report an old content of a file that has changed since, and
 * then the mark must come back.
 */
export class UnpushedMarks {
  private readonly marks = new Map<string, Mark>();
  /** Files that were changed and are now the same as on the server. They are not shown as marked. */
  private readonly settled = new Map<string, Mark>();
  /** How many marks there are in each MobileApps folder and in each application. */
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

  /** How many marks are of files that do not exist: deleted ones, and the old places of moved ones. */
  get gone(): number {
    let gone = 0;
    for (const mark of this.marks.values()) if (changeOf(mark) === 'deleted') gone++;
    return gone;
  }

  /** The marks in the form in which they are stored. */
  stored(): StoredMark[] {
    return [...this.marks].map(([id, mark]) => [id, changeOf(mark), mark.server]);
  }

  of(key: SessionKey): PendingChange | undefined {
    const mark = this.marks.get(idOf(key));
    return mark && changeOf(mark);
  }

  /** What the server has and what the file is, for a session that was changed since the last push, marked or not. */
  known(key: SessionKey): { readonly server: Copy; readonly file: Copy } | undefined {
    return this.remembered(idOf(key));
  }

  /** Marked sessions: all, or those of one MobileApps folder or application. */
  keys(folder?: string, application?: string): SessionKey[] {
    const keys = [...this.marks.values()].map(({ key }) => key);
    return keys.filter(
      (key) =>
        (folder === undefined || key.folder === folder) &&
        (application === undefined || key.application === application),
    );
  }

  /** All sessions of a MobileApps folder that were changed since the last push, also those that were changed back. */
  touched(folder: string): SessionKey[] {
    const settled = [...this.settled.values()].map(({ key }) => key).filter((key) => key.folder === folder);
    return [...this.keys(folder), ...settled];
  }

  count(folder: string, application?: string): number {
    return this.counts.get(placeId(folder, application)) ?? 0;
  }

  /**
   * Records that a file was changed here.
   * @param before content before the change, which the server has unless the file was changed before
   * @param after content after the change
   * @param was content right before the change, when that differs from what the server has
   */
  changed(key: SessionKey, before: Copy, after: Copy, was = before): void {
    const id = idOf(key);
    const known = this.remembered(id);
    const mark = { key, server: known?.server ?? before, file: after, revision: ++this.revision };
    // Undoing the deletion restores what was there, also when that was changed already.
    const deleted = known?.file === 'absent' ? known.deleted : (known?.file ?? was);
    this.settle(id, after === 'absent' && deleted !== undefined ? { ...mark, deleted } : mark);
  }

  /** Records that a file was moved. Its content stays the same. */
  moved(from: SessionKey, to: SessionKey, before: Copy, inItsPlace: Copy, was = before): void {
    const file = was === 'unknown' ? (this.known(from)?.file ?? was) : was;
    this.changed(from, before, 'absent', was);
    this.changed(to, inItsPlace, file);
  }

  /**
   * Records that a deleted file was restored.
   * @param read its content, when somebody has read it since. It counts where nobody knows what was deleted, as after a reload.
   */
  restored(key: SessionKey, before: Copy, read: Copy = 'unknown'): void {
    const { deleted = 'unknown' } = this.remembered(idOf(key)) ?? {};
    this.changed(key, before, deleted === 'unknown' ? read : deleted);
  }

  /**
   * Records the current content of a file, whoever wrote it. A file that was not changed here is ignored.
   * @returns whether its mark changed
   */
  seen(key: SessionKey, file: Copy): boolean {
    const id = idOf(key);
    const mark = this.remembered(id);
    if (!mark || mark.file === file) return false;
    const before = this.of(key);
    this.settle(id, { ...mark, file });
    return this.of(key) !== before;
  }

  /** Call this when a push of a MobileApps folder begins, and pass the result to `pushed`. */
  atPush(folder: string): PendingMarks {
    return { folder, revision: this.revision, ids: new Set(this.keys(folder).map(idOf)) };
  }

  /**
   * Records that a server has read the files. Their marks are removed, except for files that were changed since and for
   * those that are `left`. What the server has of the latter is unknown, so they stay marked until a push reports it.
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

  /**
   * Records that it is unknown whether a push reached the server. The marks stay until a push that is known to have
   * reached it.
   */
  unsure(push: PendingMarks): void {
    this.doubtSettled(push);
    for (const key of this.keys(push.folder)) (this.marks.get(idOf(key)) as Mark).server = 'unknown';
  }

  /** Marks files that were changed back during a push, because the server may have read the content in between. */
  private doubtSettled({ folder, revision, ids }: PendingMarks): void {
    for (const [id, mark] of [...this.settled]) {
      if (mark.key.folder !== folder || (mark.revision <= revision && !ids.has(id))) continue;
      this.settle(id, { ...mark, server: 'unknown', revision: ++this.revision });
    }
  }

  /** Removes marks. */
  take(keys: readonly SessionKey[]): TakenMarks {
    return keys.flatMap((key) => {
      this.settled.delete(idOf(key));
      return this.remove(idOf(key)) ?? [];
    });
  }

  /** Restores marks. A mark that was added since stays, and keeps what the server had before. */
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
  const [folder, application, name] = parseJson(id) as [string, string, string];
  return { folder, application, name };
}
