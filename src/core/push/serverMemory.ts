import type { ServerChange, ServerState } from '../protocol/state';
import type { EvictedMobileSession, MobileSession } from '../systems/mobile/mobileSession';

/** How a session file differs from the memory of a running server. */
export type MemoryState =
  | { readonly kind: 'inMemory' }
  /** The next push reads the file again, or throws the session out. */
  | { readonly kind: 'changedOnDisk' }
  /** The file was deleted. The next push throws the session out. */
  | { readonly kind: 'goneFromDisk' }
  | { readonly kind: 'notInMemory' }
  | { readonly kind: 'evicted'; readonly why: string; readonly code?: 1 | 2 | 3 | 4 };

/** Files whose state may have changed. `all` when too much changed to list. */
export type MemoryDelta = readonly string[] | 'all';

const IN_MEMORY: MemoryState = { kind: 'inMemory' };
const CHANGED_ON_DISK: MemoryState = { kind: 'changedOnDisk' };
const GONE_FROM_DISK: MemoryState = { kind: 'goneFromDisk' };
const NOT_IN_MEMORY: MemoryState = { kind: 'notInMemory' };

/**
 * What a running server has in memory of its MobileApps folder, by file. It is a projection of the server's state. The
 * session files on disk are what this product is about, whatever else it emulates. So this part knows the system that
 * reads them by name, as the push does.
 */
export class ServerMemory {
  private sessions = new Map<string, MobileSession>();
  private evicted = new Map<string, EvictedMobileSession>();
  private mobileApps: string | undefined;
  private disagreeing = 0;

  /** Absolute path of the MobileApps folder. Undefined while no server with one runs. */
  get folder(): string | undefined {
    return this.mobileApps;
  }

  /** How many sessions in memory the next push changes or throws out. */
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
   * Takes over a new state. `changes` are those that led to it.
   * @returns the files that changed
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

  /** The file that changed. A request alone changes nothing here. */
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
