import { Mutex } from 'async-mutex';
import { Coalesced } from '../../../../core/base/coalesce';
import { type Disposable, Emitter } from '../../../../core/base/event';
import type { Agreement, EvictedMobileSession, MobileSession } from '../../../../core/systems/mobile/mobileSession';
import { SystemTime } from '../../../kernel/clock/realTime';
import type { MobileStateChange, SessionPath } from '../mobileState';

/** The current state of a session, for listeners. */
export interface Described {
  session(file: SessionPath): Promise<MobileSession | undefined>;
  eviction(file: SessionPath): Promise<EvictedMobileSession | undefined>;
}

interface Pending {
  /** How memory and file agreed when listeners last heard; undefined when that does not matter. */
  readonly agreement: Agreement | undefined;
}

const SOON_MS = 20;
// A phone asks many times a second, and nobody reads the time of each.
const REQUESTS_MS = 1_000;
/** A larger number of changes at once is announced as `all`. */
const MANY = 1_000;

/** Announces changes in batches. Each file is announced once, and not at all if it is again as it was. */
export class SessionAnnouncer implements Disposable {
  private pending = new Map<SessionPath, Pending>();
  private requested = new Set<SessionPath>();
  private all = false;
  private silenced = 0;
  private disposed = false;
  private readonly telling = new Mutex();
  // Real time, because the announcements are for people and not part of the emulation.
  private readonly timers = new SystemTime();
  private readonly emitter = new Emitter<MobileStateChange>();
  readonly onDidChange = this.emitter.event;
  private readonly soon = new Coalesced(this.timers, SOON_MS, () => this.flush());
  private readonly later = new Coalesced(this.timers, REQUESTS_MS, () => this.flushRequests());

  constructor(
    private readonly described: Described,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Call this when a session was added, replaced or removed. */
  changed(file: SessionPath): void {
    if (this.silenced > 0) return;
    this.pending.set(file, { agreement: undefined });
    this.soon.call();
  }

  /** Call this when the agreement of memory and file is no longer `before`. */
  disagreed(file: SessionPath, before: Agreement): void {
    if (this.silenced > 0 || this.pending.has(file)) return;
    this.pending.set(file, { agreement: before });
    this.soon.call();
  }

  /** Announces everything again, instead of single changes. */
  changedAll(): void {
    // What runs as one announces everything when it ends.
    if (this.silenced > 0) return;
    this.all = true;
    this.soon.call();
  }

  asked(file: SessionPath): void {
    this.requested.add(file);
    this.later.call();
  }

  /** Runs an operation, and then announces everything again instead of single changes. */
  async asOne(run: () => Promise<void>): Promise<void> {
    this.silenced++;
    try {
      await run();
    } finally {
      this.silenced--;
      this.changedAll();
    }
  }

  /** Announces at once what waits. Resolves when listeners were told of every change so far. */
  async settled(): Promise<void> {
    this.flushRequests();
    if (this.all || this.pending.size > 0) this.flush();
    await this.telling.waitForUnlock();
  }

  dispose(): void {
    this.disposed = true;
    this.soon.dispose();
    this.later.dispose();
    this.emitter.dispose();
  }

  private flushRequests(): void {
    for (const file of this.requested) this.changed(file);
    this.requested = new Set();
  }

  private flush(): void {
    const { pending } = this;
    const all = this.all || pending.size > MANY;
    this.pending = new Map();
    this.all = false;
    // One after the other, so that an old state never comes last.
    this.telling
      .runExclusive(() => (all ? this.fire({ kind: 'all' }) : this.tell(pending)))
      .catch((error) => this.onError(error));
  }

  private async tell(pending: ReadonlyMap<SessionPath, Pending>): Promise<void> {
    for (const [file, { agreement }] of pending) {
      if (this.disposed) return;
      const session = await this.described.session(file);
      const evicted = session ? undefined : await this.described.eviction(file);
      if (!session) this.fire({ kind: 'sessionRemoved', file, ...(evicted && { evicted }) });
      else if (session.agreement !== agreement) this.fire({ kind: 'session', session });
    }
  }

  private fire(change: MobileStateChange): void {
    if (!this.disposed) this.emitter.fire(change);
  }
}
