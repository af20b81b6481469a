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

/** A delta under construction. */
export class DeltaBuilder implements IndexDelta {
  private readonly changes = new Map<string, EntryChange>();
  private readonly applicationKeys = new Map<string, { folder: string; application: string }>();
  private readonly folderKeys = new Set<string>();

  /** Two changes of one session are one: what it was before the first, and is after the last. */
  entry({ key, before, after }: EntryChange): void {
    const id = `${key.folder}\0${key.application}\0${key.name}`;
    const earlier = this.changes.get(id);
    const first = earlier ? earlier.before : before;
    if (first === after || (earlier && sameEntry(first, after))) this.changes.delete(id);
    else this.changes.set(id, { key, before: first, after });
  }

  get entries(): EntryChange[] {
    return [...this.changes.values()];
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
    return this.changes.size === 0 && this.applicationKeys.size === 0 && this.folderKeys.size === 0;
  }
}
