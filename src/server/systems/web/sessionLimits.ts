import { limitWords } from '../../../core/server/optionWords';

/** How much a developer's code may keep in web sessions. Each is a member of the option `web.sessionLimits`. */
export interface SessionLimits {
  /** Maximum number of characters of a user name. */
  readonly userName: number;
  /** KiB of the names of all privileges of a session. */
  readonly privilegesKb: number;
  /** KiB of `Session.storage` as JSON. */
  readonly storageKb: number;
  /** KiB of the shared object `Storage` as JSON. */
  readonly sharedStorageKb: number;
  /** MiB of what code keeps in all sessions together. */
  readonly allSessionsMb: number;
  /** Maximum number of valid passcodes of a session. The oldest is given up for the next one. */
  readonly passcodes: number;
}

export const SESSION_LIMITS: SessionLimits = {
  userName: 1024,
  privilegesKb: 64,
  storageKb: 1024,
  sharedStorageKb: 4096,
  allSessionsMb: 32,
  passcodes: 200,
};

/** The options for them, for refusals. */
export const SESSION_LIMIT_OPTIONS: readonly string[] = Object.keys(SESSION_LIMITS).map(optionOf);

/** What code wanted to keep is more than a limit allows. The message names the option. */
export class SessionLimitError extends Error {
  override readonly name = 'SessionLimitError';

  constructor(what: string, limit: string, member: keyof SessionLimits) {
    super(`${what} can have ${limit} (${limitWords(optionOf(member))}).`);
  }
}

function optionOf(member: string): string {
  return `web.sessionLimits.${member}`;
}
