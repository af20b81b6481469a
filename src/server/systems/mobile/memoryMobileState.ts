import path from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Event } from '../../../core/base/event';
import type { Session } from '../../../core/session/session';
import type {
  EvictedMobileSession,
  MobileSession,
  MobileSessions,
  RefreshReport,
} from '../../../core/systems/mobile/mobileSession';
import { type CheckPool, PoolDisposedError } from '../../../disk/checkPool';
import type { Activity } from '../../../disk/folderWatch';
import { sessionIn } from '../../../disk/sessionLook';
import { SessionStore } from '../../../disk/sessionStore';
import { OutsideFolderError } from '../../../disk/writeErrors';
import type { Kernel } from '../../kernel/system/kernel';
import { DiskFollower } from './memory/diskFollower';
import { DiskView, type Reaction } from './memory/diskView';
import { FolderLedger } from './memory/folderLedger';
import { Refresh } from './memory/refresh';
import { SessionFiles, type Written } from './memory/sessionFiles';
import { SessionMemory } from './memory/sessionMemory';
import { pathOfSession, sessionKey } from './memory/sessionPaths';
import { SharedRun } from './memory/sharedRun';
import { type NamedSession, namedBy } from './memory/tokenIds';
import type { MobileOptions } from './mobileOptions';
import type { HeldSession, MobileState, MobileStateChange, SessionPath } from './mobileState';

/** What the mobile sessions need of the disk. */
export interface MobileDisk {
  /** Reads and checks session files; stays the caller's to dispose of. */
  readonly pool: CheckPool;
  /** Writes them; one of its own unless given. */
  readonly store?: SessionStore;
  /** Where copies go of what somebody else wrote and the server writes over; that of `Backup` unless given. */
  readonly backupRoot?: string;
}

const TOKENS = 5_000;

type Switches = Pick<MobileOptions, 'loadAtStart' | 'takeNewFiles'>;

/**
 * Mobile sessions in the kernel's store, over one MobileApps folder (an absolute path, which need not be there yet).
 * `start` first; a store that has sessions from a snapshot before keeps them as they are.
 */
export class MemoryMobileState implements MobileState {
  readonly onDidChange: Event<MobileStateChange>;
  private readonly memory: SessionMemory;
  private readonly ledger: FolderLedger;
  private readonly disk: DiskView;
  private readonly files: SessionFiles;
  private readonly refreshes = new SharedRun(() =>
    new Refresh(this.memory, this.ledger, this.options.takeNewFiles === true).run(this.disk),
  );
  /** What the tokens of those who ask name; that the session is in memory still is asked anew each time. */
  private readonly tokens = new LRUCache<string, NamedSession>({ max: TOKENS });
  private follower: DiskFollower | undefined;
  private disposed = false;

  constructor(
    private readonly kernel: Pick<Kernel, 'clock' | 'log' | 'store'>,
    readonly folder: string,
    { pool, store = new SessionStore({ folder, durableCreate: false }), backupRoot }: MobileDisk,
    private readonly options: Switches = {},
  ) {
    const { log } = kernel;
    this.memory = new SessionMemory(kernel.store, kernel.clock, log);
    this.onDidChange = this.memory.announcer.onDidChange;
    this.ledger = new FolderLedger(folder, pool);
    this.disk = new DiskView(this.ledger, this.memory, (names) => this.follower?.setApplications(names));
    this.files = new SessionFiles(folder, store, { log, ...(backupRoot !== undefined && { backupRoot }) });
  }

  async start(): Promise<void> {
    if (this.disposed) return;
    this.follower ??= new DiskFollower(this.folder, (activity) => this.follow(activity), {
      // A 4D project has it in its data folder, which is exchanged as a whole.
      boundary: path.dirname(path.dirname(this.folder)),
      onError: (message) => this.kernel.log(message),
    });
    await this.begin();
  }

  async restored(): Promise<void> {
    await this.disk.forget();
    await this.begin();
  }

  async byToken(token: string): Promise<HeldSession | undefined> {
    const known = this.tokens.get(token);
    const named = known ?? namedBy(token);
    if (!named) return undefined;
    const { file } = named;
    const { held, announcer } = this.memory;
    const record = held.recent(file) ?? (await held.fetch(file));
    if (!record || !named.isOf(record.session)) return undefined;
    // Only those of sessions: what anybody makes up is not worth keeping.
    if (!known) this.tokens.set(token, named);
    await held.requested(file, this.kernel.clock.now());
    announcer.asked(file);
    return { file, session: record.session };
  }

  async get(file: SessionPath): Promise<HeldSession | undefined> {
    const record = await this.memory.held.record(file);
    return record && { file, session: record.session };
  }

  evictionOf(file: SessionPath): EvictedMobileSession | undefined {
    return this.memory.evictions.of(file);
  }

  /** Rejects with a `SessionWriteError`: `OutsideFolderError` when an id is no plain name. Memory is as it was then. */
  async write(session: Session): Promise<HeldSession> {
    const file = pathOfSession(session);
    return this.exclusively(file, async () => {
      const record = await this.memory.held.record(file);
      return this.holdWritten(file, session, await this.files.write(file, session, record));
    });
  }

  /** Rejects as `write`, also when `change` gives the session ids of another file. */
  async change(file: SessionPath, change: (session: Session) => Session): Promise<HeldSession | undefined> {
    return this.exclusively(file, async () => {
      const record = await this.memory.held.record(file);
      if (!record) return undefined;
      // A copy, so that it may also be changed in place.
      const session = change(structuredClone(record.session));
      if (pathOfSession(session) !== file) throw new OutsideFolderError(path.join(this.folder, pathOfSession(session)));
      return this.holdWritten(file, session, await this.files.change(file, session, record));
    });
  }

  /** The session is out of memory even when this rejects because its file cannot be removed. */
  async remove(file: SessionPath, why: string): Promise<boolean> {
    return this.exclusively(file, async () => {
      const record = await this.memory.held.record(file);
      if (!record) return false;
      try {
        await this.files.remove(file, record);
      } finally {
        await this.memory.evict(file, why);
      }
      return true;
    });
  }

  refresh(): Promise<RefreshReport> {
    return this.refreshes.run();
  }

  async list(): Promise<MobileSessions> {
    const { held, evictions } = this.memory;
    const sessions: MobileSession[] = [];
    for (const [at, file] of held.files().entries()) {
      // Others get a turn while a hundred thousand are told.
      if (at % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
      const session = await this.describe(file);
      if (session) sessions.push(session);
    }
    return { folder: this.folder, sessions, evicted: evictions.list() };
  }

  accepted(): ReadonlyMap<SessionPath, number> {
    return this.memory.held.accepted();
  }

  describe(file: SessionPath): Promise<MobileSession | undefined> {
    return this.memory.held.describe(file, this.memory.agreementOf(file));
  }

  dispose(): void {
    this.disposed = true;
    this.follower?.dispose();
    this.memory.announcer.dispose();
  }

  /** Takes up what the store has, or takes in what the folder has when the store has no memory yet. */
  private async begin(): Promise<void> {
    await this.memory.announcer.asOne(() => this.load());
  }

  private async load(): Promise<void> {
    const { held, ownWrites } = this.memory;
    const resumed = await this.memory.load();
    await held.started();
    try {
      if (resumed) {
        for (const file of held.files()) ownWrites.wrote(file);
        await this.disk.survey(this.agree);
      } else if (this.options.loadAtStart === false) await this.disk.listApplications();
      else await this.disk.survey(this.takeIn);
    } catch (error) {
      this.tell(error);
    }
  }

  /** Looks only where something happened, and only at files whose session is in memory. */
  private async follow({ folder, children, files, unnamed }: Activity): Promise<void> {
    try {
      const whole = new Set([...children, ...unnamed]);
      if (folder) await this.disk.survey(this.agree);
      else if (whole.size > 0) await this.disk.survey(this.agree, whole);
      for (const [application, names] of files) {
        const held = [...names.keys()].filter((name) => this.memory.held.has(sessionKey(application, name)));
        if (!folder && !whole.has(application) && held.length > 0) {
          await this.disk.look(application, held, this.agree);
        }
      }
    } catch (error) {
      this.tell(error);
    }
  }

  private readonly agree: Reaction = {
    react: async (file, record, look) => {
      if (record) this.memory.agree(file, record, look);
    },
  };

  private readonly takeIn: Reaction = {
    react: async (file, record, look) => {
      if (record) this.memory.agree(file, record, look);
      else if (look.kind === 'session' && look.content !== undefined)
        await this.memory.hold(file, sessionIn(look.content), look.digest);
    },
    wantsContent: () => true,
  };

  private exclusively<T>(file: SessionPath, work: () => Promise<T>): Promise<T> {
    return this.memory.exclusively(file, async () => {
      try {
        return await work();
      } finally {
        this.memory.ownWrites.wrote(file);
      }
    });
  }

  private async holdWritten(file: SessionPath, session: Session, { digest, agreement }: Written): Promise<HeldSession> {
    // As JSON has it, which is what a file would say: without properties that are undefined.
    const plain = JSON.parse(JSON.stringify(session)) as Session;
    await this.memory.hold(file, plain, digest, agreement);
    return { file, session: plain };
  }

  private tell(error: unknown): void {
    if (this.disposed || error instanceof PoolDisposedError) return;
    this.kernel.log(`${this.folder} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
  }
}
