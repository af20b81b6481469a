import type { SessionKey } from './indexChange';
import { type SessionEntry, sameEntry } from './sessionEntry';

export interface EntryChange {
  readonly key: SessionKey;
  readonly before: SessionEntry | undefined;
  readonly after: SessionEntry | undefined;
}

/** What a change really changed. It is never empty. */
export interface IndexDelta {
  readonly entries: readonly EntryChange[];
  /** Applications that were added or removed, or whose other files changed. */
  readonly applications: readonly { readonly folder: string; readonly application: string }[];
  /** Folders that were added or removed, or whose state or other files changed. */
  readonly folders: readonly string[];
}

/** Sessions that were added together. None of them was there before. */
export interface AddedSessions {
  has(key: SessionKey): boolean;
  changes(): Iterable<EntryChange>;
}

/** A session that may have changed. */
interface Touched {
  readonly key: SessionKey;
  readonly before: SessionEntry | undefined;
  /** What the index has now. */
  readonly now: () => SessionEntry | undefined;
}

/**
 * A delta under construction. What sessions are after the change is read when somebody asks, because a scan adds a hundred thousand.
 * So it must be read before the next change.
 */
export class DeltaBuilder implements IndexDelta {
  private readonly touched = new Map<string, Touched>();
  private readonly addedTogether: AddedSessions[] = [];
  private readonly applicationKeys = new Map<string, { folder: string; application: string }>();
  private readonly folderKeys = new Set<string>();
  private changes: EntryChange[] | undefined;
  private isOver = false;

  /** Two changes of one session are one: what it was before the first, and is after the last. */
  touch(key: SessionKey, before: SessionEntry | undefined, now: () => SessionEntry | undefined): void {
    const id = idOf(key);
    if (!this.touched.has(id)) this.touched.set(id, { key, before, now });
  }

  isTouched(key: SessionKey): boolean {
    return this.touched.has(idOf(key)) || this.addedTogether.some((sessions) => sessions.has(key));
  }

  added(sessions: AddedSessions): void {
    this.addedTogether.push(sessions);
  }

  /** Reads what changed, for those who ask later. */
  settle(): void {
    this.changes ??= this.entries;
  }

  /** The index changes again. */
  end(): void {
    this.isOver = true;
  }

  get entries(): EntryChange[] {
    if (this.changes) return this.changes;
    if (this.isOver) throw new Error('A delta must be read before the next change of the index.');
    const changes: EntryChange[] = [];
    for (const { key, before, now } of this.touched.values()) {
      const after = now();
      if (!sameEntry(before, after)) changes.push({ key, before, after });
    }
    for (const sessions of this.addedTogether) for (const change of sessions.changes()) changes.push(change);
    this.changes = changes;
    return changes;
  }

  application(folder: string, application: string): void {
    this.applicationKeys.set(`${folder}\0${application}`, { folder, application });
  }

  folder(path: string): void {
    this.folderKeys.add(path);
  }

  get applications(): { folder: string; application: string }[] {
    return [...this.applicationKeys.values()];
  }

  get folders(): string[] {
    return [...this.folderKeys];
  }

  get empty(): boolean {
    if (this.applicationKeys.size > 0 || this.folderKeys.size > 0 || this.addedTogether.length > 0) return false;
    return this.entries.length === 0;
  }
}

function idOf({ folder, application, name }: SessionKey): string {
  return `${folder}\0${application}\0${name}`;
}
