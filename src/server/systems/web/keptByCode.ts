import type { Disposable } from '../../../core/base/event';
import { isRecord } from '../../../core/session/sessionFields';
import { MEBIBYTE } from '../../kernel/code/codeLimits';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { SystemStore } from '../../kernel/system/systemStore';
import { SessionLimitError, type SessionLimits } from './sessionLimits';
import type { SessionStorage } from './sessionOperations';
import type { HeldWebSession } from './webSessions';
import { WEB_SESSIONS } from './webSpaces';

type Kept = Pick<HeldWebSession, 'userName' | 'privileges' | 'storage'>;

const KIBIBYTE = 1024;

/**
 * Refuses what a developer's code wants to keep in sessions beyond the limits. Otherwise one handler could fill the memory of
 * the server, which keeps all sessions, also over a crash. Less than before is always allowed.
 */
export class KeptByCode implements Disposable {
  private readonly sizes: SpaceCopy<HeldWebSession, number>;
  private all = 0;
  private loading: Promise<void> | undefined;

  constructor(
    store: SystemStore,
    private readonly limits: SessionLimits,
  ) {
    this.sizes = new SpaceCopy(store, WEB_SESSIONS, (read) => sizeOf(read()), {
      changed: (_id, now = 0, before = 0) => {
        this.all += now - before;
      },
      replaced: () => {
        this.all = 0;
        for (const [, size] of this.sizes.entries()) this.all += size;
      },
    });
  }

  /** Await this before `check`. */
  async load(): Promise<void> {
    this.loading ??= this.sizes.load();
    await this.loading;
  }

  /**
   * Checks an argument of `setPrivileges` before it is read, as reading a million names would keep the server busy.
   * @throws SessionLimitError when it has more names than a session can
   */
  checkNames(argument: unknown): void {
    const { privileges, roles } = isRecord(argument) ? argument : { privileges: argument, roles: undefined };
    if (lengthOf(privileges) + lengthOf(roles) > this.limits.privilegesKb * KIBIBYTE) throw this.tooManyPrivileges();
  }

  /** @throws SessionLimitError when a session would be larger than it may be, or all together */
  check(before: Kept, after: Kept): void {
    const { userName, privilegesKb, storageKb, allSessionsMb } = this.limits;
    if (after.userName.length > userName && after.userName.length > before.userName.length) {
      throw new SessionLimitError('The user name of a session', `a length of ${userName}`, 'userName');
    }
    const privileges = lengthOf(after.privileges);
    if (privileges > privilegesKb * KIBIBYTE && privileges > lengthOf(before.privileges)) {
      throw this.tooManyPrivileges();
    }
    const storage = jsonLength(after.storage);
    const storageBefore = after.storage === before.storage ? storage : jsonLength(before.storage);
    if (storage > storageKb * KIBIBYTE && storage > storageBefore) {
      throw new SessionLimitError('Session.storage', `${storageKb} KiB`, 'storageKb');
    }
    const more = sizeOf(after, storage) - sizeOf(before, storageBefore);
    if (more > 0 && this.all + more > allSessionsMb * MEBIBYTE) {
      throw new SessionLimitError('What code keeps in all sessions together', `${allSessionsMb} MiB`, 'allSessionsMb');
    }
  }

  /** @throws SessionLimitError when `Storage` would be larger than it may be */
  checkShared(before: SessionStorage, after: SessionStorage): void {
    const { sharedStorageKb } = this.limits;
    const length = jsonLength(after);
    if (length > sharedStorageKb * KIBIBYTE && length > jsonLength(before)) {
      throw new SessionLimitError('Storage', `${sharedStorageKb} KiB`, 'sharedStorageKb');
    }
  }

  dispose(): void {
    this.sizes.dispose();
  }

  private tooManyPrivileges(): SessionLimitError {
    const { privilegesKb } = this.limits;
    return new SessionLimitError('The names of the privileges of a session', `${privilegesKb} KiB`, 'privilegesKb');
  }
}

/** @param storage the length of the storage, if it is known */
function sizeOf({ userName, privileges, storage: held }: Kept, storage = jsonLength(held)): number {
  return userName.length + lengthOf(privileges) + storage;
}

/** The length of names, each with what parts it from the next one. */
function lengthOf(names: unknown): number {
  if (typeof names === 'string') return names.length;
  if (!Array.isArray(names)) return 0;
  return names.reduce((sum: number, name: unknown) => sum + 1 + (typeof name === 'string' ? name.length : 0), 0);
}

function jsonLength(value: SessionStorage): number {
  return JSON.stringify(value).length;
}
