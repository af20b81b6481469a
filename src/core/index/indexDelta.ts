import type { SessionKey } from './indexChange';
import { type SessionEntry, sameEntry } from './sessionEntry';

export interface EntryChange {
  readonly key: SessionKey;
  readonly before: SessionEntry | undefined;
  readonly after: SessionEntry | undefined;
}

/** What a change really changed. It is never empty. */
export interface IndexDelta {
  /** All sessions that differ. Where many were added together, this makes an object for each of them. */
  readonly entries: readonly EntryChange[];
  /** Those of the entries that were not added together with others. */
  readonly changed: readonly EntryChange[];
  /** The other entries, as a scan adds them: many of one application, and none of them was there before. */
  readonly added: readonly AddedTogether[];
  /** Applications that were added or removed, or whose other files changed. */
  readonly applications: readonly { readonly folder: string; readonly application: string }[];
  /** Folders that were added or removed, or whose state or other files changed. */
  readonly folders: readonly string[];
}

/** Sessions that a scan added to an application. None of them was there before. */
export interface AddedTogether {
  readonly folder: string;
  readonly application: string;
  /** Whether a session of this application is one of them. */
  has(name: string): boolean;
  /** Those of which something is to be said: a finding, or why the file cannot be read. */
  readonly notable: readonly EntryChange[];
}

/** Where added sessions are read. */
export interface AddedSessions {
  readonly folder: string;
  readonly application: string;
  has(name: string): boolean;
  changes(): Iterable<EntryChange>;
  notable(): Iterable<EntryChange>;
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
  private readonly addedTogether: ReadOnce[] = [];
  private readonly applicationKeys = new Map<string, { folder: string; application: string }>();
  private readonly folderKeys = new Set<string>();
  private changes: EntryChange[] | undefined;
  private ofTouched: EntryChange[] | undefined;
  private isOver = false;

  /** Two changes of one session are one: what it was before the first, and is after the last. */
  touch(key: SessionKey, before: SessionEntry | undefined, now: () => SessionEntry | undefined): void {
    const id = idOf(key);
    if (!this.touched.has(id)) this.touched.set(id, { key, before, now });
  }

  isTouched(key: SessionKey): boolean {
    return this.touched.has(idOf(key)) || isAmong(key, this.addedTogether);
  }

  addTogether(sessions: AddedSessions): void {
    this.addedTogether.push(new ReadOnce(sessions, () => this.assertCurrent()));
  }

  /** Reads what changed, for those who ask later. */
  settle(): void {
    this.changes ??= this.entries;
    for (const sessions of this.addedTogether) sessions.settle();
  }

  /** The index changes again. */
  end(): void {
    this.isOver = true;
  }

  get entries(): EntryChange[] {
    if (this.changes) return this.changes;
    this.assertCurrent();
    const changes = [...this.changed];
    for (const sessions of this.addedTogether) for (const change of sessions.changes()) changes.push(change);
    this.changes = changes;
    return changes;
  }

  get changed(): EntryChange[] {
    if (this.ofTouched) return this.ofTouched;
    this.assertCurrent();
    const changes: EntryChange[] = [];
    for (const { key, before, now } of this.touched.values()) {
      const after = now();
      if (!sameEntry(before, after)) changes.push({ key, before, after });
    }
    this.ofTouched = changes;
    return changes;
  }

  get added(): readonly AddedTogether[] {
    return this.addedTogether;
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

  private assertCurrent(): void {
    if (this.isOver) throw new Error('A delta must be read before the next change of the index.');
  }
}

/** Reads added sessions when somebody asks, and keeps what it has read. */
class ReadOnce implements AddedTogether {
  readonly folder: string;
  readonly application: string;
  private read: readonly EntryChange[] | undefined;
  private names: ReadonlySet<string> | undefined;

  constructor(
    private readonly sessions: AddedSessions,
    private readonly assertCurrent: () => void,
  ) {
    this.folder = sessions.folder;
    this.application = sessions.application;
  }

  readonly has = (name: string): boolean => {
    if (this.names) return this.names.has(name);
    this.assertCurrent();
    return this.sessions.has(name);
  };

  get notable(): readonly EntryChange[] {
    if (this.read) return this.read;
    this.assertCurrent();
    this.read = [...this.sessions.notable()];
    return this.read;
  }

  changes(): Iterable<EntryChange> {
    return this.sessions.changes();
  }

  settle(): void {
    if (this.names) return;
    this.read = this.notable;
    this.names = new Set(Array.from(this.sessions.changes(), ({ key }) => key.name));
  }
}

/** Whether a session is one of those that were added together. */
export function isAmong({ folder, application, name }: SessionKey, added: readonly AddedTogether[]): boolean {
  return added.some((each) => each.folder === folder && each.application === application && each.has(name));
}

function idOf({ folder, application, name }: SessionKey): string {
  return `${folder}\0${application}\0${name}`;
}
