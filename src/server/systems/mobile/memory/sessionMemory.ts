import type { Disposable } from '../../../../core/base/event';
import type { Session } from '../../../../core/session/session';
import type { Agreement, EvictedMobileSession } from '../../../../core/systems/mobile/mobileSession';
import type { MobiCode, SessionLook } from '../../../../disk/sessionLook';
import type { Clock } from '../../../kernel/clock/clock';
import { KeyedLock } from '../../../kernel/store/keyedLock';
import type { SystemStore } from '../../../kernel/system/systemStore';
import type { SessionPath } from '../mobileState';
import { Agreements } from './agreements';
import { Evictions } from './evictions';
import { HeldSessions, type SessionRecord } from './heldSessions';
import { OwnWrites } from './ownWrites';
import { SessionAnnouncer } from './sessionAnnouncer';

/** Receives what changed without this process, so that it is to be compared with the files. */
export interface ChangedElsewhere {
  /** Another server has put a session into memory. */
  session(file: SessionPath): void;
  /** A snapshot was restored, here or by another server. */
  all(): void;
}

/**
 * The sessions in memory, whether they agree with their files, and those that were evicted.
 * Change a session inside `exclusively`, so that its file is never read between the change of the file and that of
 * memory. The store tells every change to listeners, those of another server on the same store too.
 */
export class SessionMemory implements Disposable {
  readonly held: HeldSessions;
  readonly evictions: Evictions;
  readonly ownWrites = new OwnWrites();
  readonly announcer: SessionAnnouncer;
  private readonly agreements: Agreements;
  private readonly locks = new KeyedLock();

  constructor(
    store: SystemStore,
    private readonly clock: Clock,
    log: (message: string) => void,
    elsewhere: ChangedElsewhere,
  ) {
    this.held = new HeldSessions(store, {
      changed: (file, isHeld, isOwn) => this.changed(file, isHeld, isOwn ? undefined : elsewhere),
      replaced: () => this.replaced(elsewhere),
      asked: (file) => this.announcer.asked(file),
      failed: (error) => log(`The time of a request could not be noted: ${error}`),
    });
    this.evictions = new Evictions(store);
    const described = {
      session: (file: SessionPath) => this.held.describe(file, this.agreementOf(file)),
      eviction: (file: SessionPath) => this.evictions.of(file),
    };
    this.announcer = new SessionAnnouncer(described, (error) => log(`A change could not be told: ${error}`));
    this.agreements = new Agreements((file, before) => this.announcer.disagreed(file, before));
  }

  /** Reads the sessions from the store. Call this once: afterwards, they follow it. */
  async load(): Promise<void> {
    await this.evictions.load();
    await this.held.load();
  }

  exclusively<T>(file: SessionPath, work: () => Promise<T>): Promise<T> {
    return this.locks.run(file, work);
  }

  agreementOf(file: SessionPath): Agreement {
    return this.agreements.of(file);
  }

  differingIn(application: string): string[] {
    return this.agreements.differingIn(application);
  }

  /**
   * Adds a session, or replaces its state.
   * @param agreement whether its file agrees with it afterwards
   */
  async hold(file: SessionPath, session: Session, digest: string, agreement: Agreement = 'inMemory'): Promise<void> {
    await this.held.hold(file, { session, digest, loadedAt: this.clock.now() });
    await this.evictions.forget(file);
    // It was announced when the store had it, so there is one announcement, which has the new state.
    this.agreements.set(file, agreement);
  }

  /** Removes a session. Returns undefined when it was not in memory. */
  async evict(file: SessionPath, why: string, code?: MobiCode): Promise<EvictedMobileSession | undefined> {
    const record = await this.held.drop(file);
    if (!record) return undefined;
    const at = new Date(this.clock.now()).toISOString();
    const { id } = record.session.session;
    const evicted = { id, file, at, why, ...(code !== undefined && { code }) };
    await this.evictions.add(evicted);
    return evicted;
  }

  /** Call this when the file agrees with memory. */
  confirm(file: SessionPath): void {
    this.agreements.set(file, 'inMemory');
  }

  /** Records whether a file that was read agrees with memory. */
  agree(file: SessionPath, record: SessionRecord, look: SessionLook): void {
    this.agreements.set(file, agreementWith(record, look));
  }

  dispose(): void {
    this.held.dispose();
    this.evictions.dispose();
    this.announcer.dispose();
  }

  private changed(file: SessionPath, isHeld: boolean, elsewhere: ChangedElsewhere | undefined): void {
    if (!isHeld) this.agreements.forget(file);
    this.announcer.changed(file);
    if (isHeld) elsewhere?.session(file);
  }

  private replaced(elsewhere: ChangedElsewhere): void {
    this.agreements.clear();
    this.announcer.changedAll();
    elsewhere.all();
  }
}

function agreementWith({ digest }: SessionRecord, look: SessionLook): Agreement {
  if (look.kind === 'none') return 'goneFromDisk';
  return look.digest === digest ? 'inMemory' : 'changedOnDisk';
}
