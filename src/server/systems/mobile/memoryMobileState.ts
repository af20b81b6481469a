import fs from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '../../../core/base/event';
import { RecentMap } from '../../../core/base/recentMap';
import type { Session } from '../../../core/session/session';
import type {
  EvictedMobileSession,
  MobileSession,
  MobileSessions,
  RefreshReport,
} from '../../../core/systems/mobile/mobileSession';
import { type CheckPool, PoolDisposedError } from '../../../disk/checkPool';
import type { Activity } from '../../../disk/folderWatch';
import { DEFAULT_KEEPING } from '../../../disk/keptBackups';
import { sessionIn } from '../../../disk/sessionLook';
import { sessionPath } from '../../../disk/sessionPlace';
import { SessionStore } from '../../../disk/sessionStore';
import { OutsideFolderError } from '../../../disk/writeErrors';
import { idPageOf, type PageQuery } from '../../kernel/slices/idPage';
import type { Kernel } from '../../kernel/system/kernel';
import { DiskFollower } from './memory/diskFollower';
import { DiskView, type Reaction } from './memory/diskView';
import { FolderLedger } from './memory/folderLedger';
import type { SessionRecord } from './memory/heldSessions';
import { Refresh } from './memory/refresh';
import { type FileWritten, SessionFiles } from './memory/sessionFiles';
import { SessionMemory } from './memory/sessionMemory';
import { pathOfSession, pathParts, sessionKey } from './memory/sessionPaths';
import { SessionSchema } from './memory/sessionSchema';
import { SharedRun } from './memory/sharedRun';
import { type NamedSession, namedBy } from './memory/tokenIds';
import type { MobileOptions } from './mobileOptions';
import type { HeldMobileSession, LeftOut, MobileState, MobileStateChange, SessionPath } from './mobileState';

/** What the mobile sessions need to read and write files. */
export interface MobileDisk {
  /** Reads and checks session files. The caller disposes of it. */
  readonly pool: CheckPool;
  /** Absolute path of the schema that the pool was given. */
  readonly schemaFile?: string;
  /** Writes session files. The default is a new store. */
  readonly store?: SessionStore;
  /** Folder for backups of other people's changes that the server overwrites. The default is that of `Backup`. */
  readonly backupRoot?: string;
}

/** As many tokens are remembered as sessions are (`HeldSessions`). */
const TOKENS = 10_000;

/** A token that named a session in memory. */
interface KnownToken {
  readonly named: NamedSession;
  /** The state of the session in which it was compared with the token. */
  readonly record: SessionRecord;
  readonly found: HeldMobileSession;
}

type Switches = Pick<MobileOptions, 'loadAtStart' | 'takeNewFiles' | 'backups'>;

/**
 * Mobile sessions in the kernel's store, and in the files of one MobileApps folder. The folder is an absolute path and
 * need not exist.
 * Call `start` first. If the store already has sessions from a snapshot, `start` keeps them.
 */
export class MemoryMobileState implements MobileState {
  readonly onDidChange: Event<MobileStateChange>;
  private readonly memory: SessionMemory;
  private readonly ledger: FolderLedger;
  private readonly disk: DiskView;
  private readonly files: SessionFiles;
  private readonly refreshes = new SharedRun(async () => {
    const report = await new Refresh(this.memory, this.ledger, this.options.takeNewFiles === true).run(this.disk);
    await this.refreshed(report, this);
    return report;
  });
  /**
   * Cache of parsed tokens. What a token says depends on the token alone, so it is never out of date. Whether the session
   * is in memory, and in which state, is checked again for each request.
   */
  private readonly tokens = new RecentMap<string, KnownToken>(TOKENS);
  private follower: DiskFollower | undefined;
  /** Whether a snapshot was restored since the files were read. */
  private isUnseen = false;
  private disposed = false;

  constructor(
    private readonly kernel: Pick<Kernel, 'clock' | 'log' | 'store'>,
    readonly folder: string,
    { pool, schemaFile, store = new SessionStore({ folder, durableCreate: false }), backupRoot }: MobileDisk,
    private readonly options: Switches = {},
    private readonly refreshed: (report: RefreshReport, state: MobileState) => Promise<void> = async () => {},
  ) {
    const { log } = kernel;
    this.memory = new SessionMemory(kernel.store, kernel.clock, log, {
      session: (file) => this.lookSoon(file),
      all: () => this.lookAtAllSoon(),
    });
    this.onDidChange = this.memory.announcer.onDidChange;
    this.ledger = new FolderLedger(folder, pool);
    const schema = new SessionSchema(pool, schemaFile);
    this.disk = new DiskView(this.ledger, schema, this.memory, (names) => this.follower?.setApplications(names));
    this.files = new SessionFiles(folder, store, {
      log,
      ...(backupRoot !== undefined && { backupRoot }),
      keeping: { ...DEFAULT_KEEPING, ...options.backups },
    });
  }

  async start(): Promise<void> {
    if (this.disposed) return;
    // As one, because listeners would hear of all sessions twice: as the store has them, and as the folder has them.
    await this.memory.announcer.asOne(() => this.begin());
  }

  restored(): Promise<void> {
    return this.memory.announcer.asOne(() => this.load());
  }

  async byToken(token: string): Promise<HeldMobileSession | undefined> {
    const known = this.tokens.get(token);
    const named = known?.named ?? namedBy(token);
    if (!named) return undefined;
    const { file } = named;
    const { held } = this.memory;
    await held.sync();
    const record = held.recent(file) ?? (await held.fetch(file));
    if (!record) return undefined;
    let found = known?.record === record ? known.found : undefined;
    if (!found) {
      if (!named.isOf(record.session)) return undefined;
      found = { file, session: record.session };
      // Only tokens that name a session are cached. Invented tokens would fill the cache.
      this.tokens.set(token, { named, record, found });
    }
    held.requested(file, this.kernel.clock.now());
    return found;
  }

  async get(file: SessionPath): Promise<HeldMobileSession | undefined> {
    const record = await this.memory.held.record(file);
    return record && { file, session: record.session };
  }

  evictionOf(file: SessionPath): Promise<EvictedMobileSession | undefined> {
    return this.memory.evictions.of(file);
  }

  /** Reads no file: what no survey has seen may have a fault. */
  async fileLeftOut(file: SessionPath): Promise<LeftOut | undefined> {
    const { application, name } = pathParts(file);
    if (!(await isFileThere({ folder: this.folder, application, name }))) return undefined;
    if ([...this.ledger.namesAtFaultIn(application)].includes(name)) return undefined;
    if (this.options.takeNewFiles === true) return 'notRefreshed';
    const { held } = this.memory;
    await held.sync();
    // With sessions in the store, a start reads no other files.
    const [any] = held.files();
    return this.options.loadAtStart === false && any === undefined ? 'loadAtStart' : 'takeNewFiles';
  }

  /**
   * Memory is unchanged when this fails.
   * @throws SessionWriteError such as OutsideFolderError, when an id is not a plain file name
   */
  async write(session: Session): Promise<HeldMobileSession> {
    const file = pathOfSession(session);
    return this.exclusively(file, async () => {
      const record = await this.memory.held.record(file);
      return this.holdWritten(file, session, await this.files.write(file, session, record));
    });
  }

  /** @throws the errors of `write`, also when `change` returns a session with the ids of another file */
  async change(file: SessionPath, change: (session: Session) => Session): Promise<HeldMobileSession | undefined> {
    return this.exclusively(file, async () => {
      const record = await this.memory.held.record(file);
      if (!record) return undefined;
      // `change` gets a copy, so that it may change the object in place.
      const session = change(structuredClone(record.session));
      if (pathOfSession(session) !== file) throw new OutsideFolderError(path.join(this.folder, pathOfSession(session)));
      return this.holdWritten(file, session, await this.files.change(file, session, record));
    });
  }

  /**
   * Removes the session from memory even when its file cannot be deleted.
   * @throws SessionWriteError when the file cannot be deleted
   */
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

  release(file: SessionPath, why: string): Promise<boolean> {
    return this.exclusively(file, async () => (await this.memory.evict(file, why)) !== undefined);
  }

  refresh(): Promise<RefreshReport> {
    return this.refreshes.run();
  }

  async list(page: PageQuery = {}): Promise<MobileSessions> {
    const { held, evictions } = this.memory;
    const sessions: MobileSession[] = [];
    await held.sync();
    for (const [at, file] of idPageOf([...held.files()], (file) => file, page).entries()) {
      // Let other work run during the announcement of a hundred thousand sessions.
      if (at % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
      const session = await this.describe(file);
      if (session) sessions.push(session);
    }
    return { folder: this.folder, sessions, evicted: await evictions.list() };
  }

  /** Resolves when listeners were told of every change so far. */
  async settled(): Promise<void> {
    await this.memory.held.sync();
    await this.memory.announcer.settled();
  }

  async accepted(): Promise<ReadonlyMap<SessionPath, number>> {
    await this.memory.held.sync();
    return this.memory.held.accepted();
  }

  describe(file: SessionPath): Promise<MobileSession | undefined> {
    return this.memory.held.describe(file, this.memory.agreementOf(file));
  }

  dispose(): void {
    this.disposed = true;
    this.follower?.dispose();
    this.memory.dispose();
  }

  private async begin(): Promise<void> {
    await this.memory.load();
    this.follower ??= new DiskFollower(this.folder, (activity) => this.follow(activity), {
      // In a 4D project the MobileApps folder is in the data folder, which may be replaced as a whole.
      boundary: path.dirname(path.dirname(this.folder)),
      onError: (message) => this.kernel.log(message),
    });
    await this.load();
  }

  /** Uses the sessions in the store, or loads those of the folder when the store has none yet. */
  private async load(): Promise<void> {
    const { held } = this.memory;
    this.isUnseen = false;
    const isResumed = await held.start();
    try {
      if (isResumed) await this.compareAll();
      else if (this.options.loadAtStart === false) await this.disk.listApplications();
      else await this.disk.survey(this.takeIn);
    } catch (error) {
      this.tell(error);
    }
  }

  /** Reads the file of each session in memory, also where there is none any more. */
  private compareAll(): Promise<void> {
    const { held, ownWrites } = this.memory;
    for (const file of held.files()) ownWrites.wrote(file);
    return this.disk.survey(this.agree);
  }

  /** Compares a session that another server has put into memory with its file. What was read before may be older. */
  private lookSoon(file: SessionPath): void {
    const { application, name } = pathParts(file);
    this.memory.ownWrites.wrote(file);
    this.follower?.note(application, name);
  }

  /** Compares all sessions with their files, because the store was filled or emptied, perhaps by another server. */
  private lookAtAllSoon(): void {
    this.disk.forget().catch((error) => this.tell(error));
    this.isUnseen = true;
    this.follower?.wake();
  }

  /** Checks only what has changed on disk, and only files whose session is in memory. */
  private async follow({ folder, children, files, unnamed }: Activity): Promise<void> {
    try {
      const whole = new Set([...children, ...unnamed]);
      const isUnseen = this.isUnseen;
      this.isUnseen = false;
      const all = folder || isUnseen;
      if (isUnseen) await this.compareAll();
      else if (all) await this.disk.survey(this.agree);
      else if (whole.size > 0) await this.disk.survey(this.agree, whole);
      for (const [application, names] of files) {
        const held = [...names.keys()].filter((name) => this.memory.held.has(sessionKey(application, name)));
        if (!all && !whole.has(application) && held.length > 0) {
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

  private async holdWritten(
    file: SessionPath,
    session: Session,
    { digest, agreement }: FileWritten,
  ): Promise<HeldMobileSession> {
    // Through JSON, as in a file: properties that are undefined are dropped.
    const plain = JSON.parse(JSON.stringify(session)) as Session;
    await this.memory.hold(file, plain, digest, agreement);
    return { file, session: plain };
  }

  private tell(error: unknown): void {
    if (this.disposed || error instanceof PoolDisposedError) return;
    this.kernel.log(`${this.folder} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function isFileThere(key: Parameters<typeof sessionPath>[0]): Promise<boolean> {
  try {
    return (await fs.lstat(sessionPath(key))).isFile();
  } catch {
    // Ids that are no names of files name no file, and what cannot be looked at is not known to be there.
    return false;
  }
}
