import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import { timeSchema } from '../../kernel/clock/timeSchema';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';

/** A session in the store. Its cookie and its CSRF token are not in it. Times are virtual milliseconds since 1970. */
export interface HeldSession {
  readonly id: string;
  /** Hash of the cookie. */
  readonly key: string;
  readonly user: string;
  readonly anonymous: boolean;
  readonly profile: ClientKind;
  readonly createdAt: number;
  readonly lastActiveAt: number;
  /** When the last activity was last written to the database. */
  readonly lastWrittenAt: number;
  /** Ids of the tokens that were made in it, or that it was made from. */
  readonly tokens: readonly string[];
  readonly userAgent?: string;
}

/** A user in the store. */
export interface HeldUser {
  readonly name: string;
  readonly anonymous: boolean;
  readonly active: boolean;
  /** Since when the user is blocked. */
  readonly blockedSince?: number;
  readonly failedLogins: number;
  readonly lastLoginAt?: number;
  /** Present if the password is another one than that of the options. */
  readonly password?: HeldPassword;
}

export interface HeldPassword {
  readonly salt: string;
  readonly hash: string;
}

/** An authentication token in the store. */
export interface HeldToken {
  readonly id: string;
  /** Hash of the token. */
  readonly key: string;
  readonly user: string;
  readonly kind: 'cookie' | 'device';
  readonly createdAt: number;
  /** Absent if it never expires. */
  readonly expiresAt?: number;
  readonly userAgent?: string;
}

/** What ended, so that whoever still has it can be told why. */
export interface Ended {
  readonly why: string;
  readonly at: number;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const object = (properties: object, optional: readonly string[] = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
  properties,
});

/** The sessions by id. */
export const SESSIONS: Space<HeldSession> = {
  name: 'mendix.session',
  check: checkedBy(
    object(
      {
        id: text,
        key: text,
        user: text,
        anonymous: flag,
        profile: { enum: ['online', 'offline', 'native'] },
        createdAt: timeSchema,
        lastActiveAt: timeSchema,
        lastWrittenAt: timeSchema,
        tokens: { type: 'array', items: text },
        userAgent: text,
      },
      ['userAgent'],
    ),
  ),
};

/** Id of the session by the hash of its cookie. */
export const COOKIES: Space<string> = { name: 'mendix.cookie', check: checkedBy(text) };

/** Has an entry for each session that is not idle for too long. It expires when the session becomes invalid. */
export const LIVE: Space<string> = { name: 'mendix.live', check: checkedBy(text) };

/** The users by name, if they differ from those of the options. */
export const USERS: Space<HeldUser> = {
  name: 'mendix.user',
  check: checkedBy(
    object(
      {
        name: text,
        anonymous: flag,
        active: flag,
        blockedSince: timeSchema,
        failedLogins: { type: 'integer', minimum: 0 },
        lastLoginAt: timeSchema,
        password: object({ salt: text, hash: text }),
      },
      ['blockedSince', 'lastLoginAt', 'password'],
    ),
  ),
};

/** The authentication tokens by id. */
export const TOKENS: Space<HeldToken> = {
  name: 'mendix.token',
  check: checkedBy(
    object(
      {
        id: text,
        key: text,
        user: text,
        kind: { enum: ['cookie', 'device'] },
        createdAt: timeSchema,
        expiresAt: timeSchema,
        userAgent: text,
      },
      ['expiresAt', 'userAgent'],
    ),
  ),
};

/** Id of the token by its hash. */
export const TOKEN_KEYS: Space<string> = { name: 'mendix.token.key', check: checkedBy(text) };

/** What became of sessions and tokens that ended, by `session:` or `token:` and their hash. */
export const ENDED: Space<Ended> = { name: 'mendix.ended', check: checkedBy(object({ why: text, at: timeSchema })) };

/** The time of the next sweep, with the key `next`. It expires then. */
export const SWEEP: Space<number> = { name: 'mendix.sweep', check: checkedBy(timeSchema) };

/** Everything that the runtime stores. */
export const MENDIX_SPACES: readonly Place[] = [SESSIONS, COOKIES, LIVE, USERS, TOKENS, TOKEN_KEYS, ENDED, SWEEP];
