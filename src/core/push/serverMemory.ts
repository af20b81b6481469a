import type { ServerChange, ServerState } from '../protocol/state';
import type { EvictedMobileSession, MobileSession } from '../systems/mobile/mobileSession';

/** How one session file and the memory of a running server agree. */
export type MemoryState =
  | { readonly kind: 'inMemory' }
  /** The next push takes the file in, or throws the session out. */
  | { readonly kind: 'changedOnDisk' }
  /** The file is gone: the next push throws the session out. */
  | { readonly kind: 'goneFromDisk' }
  | { readonly kind: 'notInMemory' }
  | { readonly kind: 'evicted'; readonly why: string; readonly code?: 1 | 2 | 3 | 4 };

/** Files whose state may be another one; `all` when too much is different to say. */
export type MemoryDelta = readonly string[] | 'all';

const IN_MEMORY: MemoryState = { kind: 'inMemory' };
const CHANGED_ON_DISK: MemoryState = { kind: 'changedOnDisk' };
const GONE_FROM_DISK: MemoryState = { kind: 'goneFromDisk' };
const NOT_IN_MEMORY: MemoryState = { kind: 'notInMemory' };

/** What a running server has of the session files of its MobileApps folder, by file: a projection of its state. */
export class ServerMemory {
  private sessions = new Map<string, MobileSession>();
  private evicted = new Map<string, EvictedMobileSession>();
  private mobileApps: string | undefined;
  private disagreeing = 0;

  /** Absolute path of the MobileApps folder; undefined while no server runs on one. */
  get folder(): string | undefined {
    return this.mobileApps;
  }

  /** Sessions in memory that the next push changes or throws out. */
  get disagreements(): number {
    return this.disagreeing;
  }

  /** @param file relative to the MobileApps folder, with `/` */
  of(file: string): MemoryState | undefined {
    if (this.mobileApps === undefined) return undefined;
    const session = this.sessions.get(file);
    if (session) return stateOf(session);
    const evicted = this.evicted.get(file);
    if (!evicted) return NOT_IN_MEMORY;
    const { why, code } = evicted;
    return { kind: 'evicted', why, ...(code !== undefined && { code }) };
  }

  /**
   * Takes what became different; the changes are those that led to `after`.
   * @returns the files that are different now
   */
  take(after: ServerState | undefined, changes: readonly ServerChange[]): MemoryDelta {
    const mobile = after?.systems.mobile;
    if (mobile?.folder !== this.mobileApps || changes.some(({ kind }) => kind === 'snapshot')) {
      const nothingBefore = this.mobileApps === undefined;
      this.read(after);
      return nothingBefore && !mobile ? [] : 'all';
    }
    const files = new Set<string>();
    for (const change of changes) {
      const file = this.apply(change);
      if (file !== undefined) files.add(file);
    }
    return [...files];
  }

  private read(state: ServerState | undefined): void {
    const mobile = state?.systems.mobile;
    this.mobileApps = mobile?.folder;
    this.sessions = new Map(mobile?.sessions.map((each) => [each.file, each]));
    this.evicted = new Map(mobile?.evicted.map((each) => [each.file, each]));
    this.disagreeing = mobile?.sessions.filter(disagrees).length ?? 0;
  }

  /** The file that is different; requests alone change no agreement. */
  private apply(event: ServerChange): string | undefined {
    if (event.kind !== 'system' || event.system !== 'mobile') return undefined;
    const { change } = event;
    switch (change.kind) {
      case 'session': {
        const { session } = change;
        const before = this.sessions.get(session.file);
        this.sessions.set(session.file, session);
        this.evicted.delete(session.file);
        this.disagreeing += Number(disagrees(session)) - Number(before !== undefined && disagrees(before));
        return before?.agreement === session.agreement ? undefined : session.file;
      }
      case 'sessionRemoved': {
        const before = this.sessions.get(change.file);
        this.sessions.delete(change.file);
        this.evicted.delete(change.file);
        if (change.evicted) this.evicted.set(change.file, change.evicted);
        this.disagreeing -= Number(before !== undefined && disagrees(before));
        return change.file;
      }
    }
  }
}

function disagrees({ agreement }: MobileSession): boolean {
  return agreement !== 'inMemory';
}

function stateOf({ agreement }: MobileSession): MemoryState {
  switch (agreement) {
    case 'inMemory':
      return IN_MEMORY;
    case 'changedOnDisk':
      return CHANGED_ON_DISK;
    case 'goneFromDisk':
      return GONE_FROM_DISK;
  }
}
