import { isRecord } from '../../../core/session/sessionFields';
import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import { expirySchema, timeSchema } from '../../kernel/clock/timeSchema';
import type { KeySpace } from '../../kernel/journal/liveSecrets';
import type { PasswordHash } from '../../kernel/secrets/passwordHash';
import { secretKey } from '../../kernel/secrets/secretKey';
import { allOf, checkedBy, type KeyCheck, keyIn, keyLike, onlyKey } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import {
  flagSchema,
  HASH,
  hashSchema,
  objectSchema,
  textSchema,
  uuidKey,
  uuidSchema,
} from '../../kernel/store/valueSchema';

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
  /** Present until the next `get_session_data` makes a token, as the login has wished. */
  readonly wantsToken?: true;
  /**
   * The password that the user had when the session was made, by its salt: no token is made after another one. Absent if it
   * is that of the options.
   */
  readonly salt?: string;
  /** Who was signed in in this browser before an anonymous session. */
  readonly userBefore?: string;
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
  readonly password?: PasswordHash;
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
  /** Id of the token on the device that the app was moved from. */
  readonly from?: string;
}

/** What a hash of a token leads to. */
export interface HeldTokenKey {
  /** Id of the token. */
  readonly id: string;
  /** As that of the token, or absent for a moment after the token got it. */
  readonly expiresAt?: number;
}

/** What ended, so that whoever still has it can be told why. */
export interface Ended {
  readonly why: string;
  readonly at: number;
  /** Who had the session or the token. */
  readonly user?: string;
  /** Id of the token that a used value belongs to. */
  readonly becomes?: string;
}

/** How long it is known what became of a session or a token: longer than a browser keeps a cookie. */
const KNOWN_MS = 400 * 86_400_000;

/** Until when something is known that ended. */
export function knownUntil({ at }: Ended): number {
  return at + KNOWN_MS;
}

/** The key of the version of the runtime, which is the only value of its space. */
export const RUNTIME_VERSION = 'version';

/** The key of the time of the next sweep, which is the only value of its space. */
export const NEXT_SWEEP = 'next';

/** The sessions by id. */
export const SESSIONS: Space<HeldSession> = {
  name: 'mendix.session',
  check: checkedBy(
    objectSchema(
      {
        id: uuidSchema,
        key: hashSchema,
        user: textSchema,
        anonymous: flagSchema,
        profile: { enum: ['online', 'offline', 'native'] },
        createdAt: timeSchema,
        lastActiveAt: timeSchema,
        lastWrittenAt: timeSchema,
        tokens: { type: 'array', items: uuidSchema },
        wantsToken: { const: true },
        salt: textSchema,
        userBefore: textSchema,
        userAgent: textSchema,
      },
      ['wantsToken', 'salt', 'userBefore', 'userAgent'],
    ),
    allOf(uuidKey, keyIn('id')),
  ),
  unique: ['key'],
};

/** Id of the session by the hash of its cookie. */
export const COOKIES: Space<string> = {
  name: 'mendix.cookie',
  check: checkedBy(
    uuidSchema,
    hashOf(SESSIONS, (id: string) => id),
  ),
};

/** When each session becomes invalid that is not idle for too long. The entry expires then. */
export const LIVE: Space<number> = {
  name: 'mendix.live',
  check: checkedBy(expirySchema, uuidKey),
  expires: (until: number) => until,
};

/** The users by name, if they differ from those of the options. */
export const USERS: Space<HeldUser> = {
  name: 'mendix.user',
  check: checkedBy(
    objectSchema(
      {
        name: textSchema,
        anonymous: flagSchema,
        active: flagSchema,
        blockedSince: timeSchema,
        failedLogins: { type: 'integer', minimum: 0 },
        lastLoginAt: timeSchema,
        password: objectSchema({ salt: textSchema, hash: textSchema }),
      },
      ['blockedSince', 'lastLoginAt', 'password'],
    ),
    keyIn('name'),
  ),
};

/** The authentication tokens by id. */
export const TOKENS: Space<HeldToken> = {
  name: 'mendix.token',
  check: checkedBy(
    objectSchema(
      {
        id: uuidSchema,
        key: hashSchema,
        user: textSchema,
        kind: { enum: ['cookie', 'device'] },
        createdAt: timeSchema,
        expiresAt: expirySchema,
        userAgent: textSchema,
        from: uuidSchema,
      },
      ['expiresAt', 'userAgent', 'from'],
    ),
    allOf<HeldToken>(uuidKey, keyIn('id'), (id, { key }, others) => {
      const ended = others(ENDED, `token:${key}`);
      // A token that gets another value has its own one among the used ones for a moment.
      if (ended === undefined || (isRecord(ended) && ended.becomes === id)) return undefined;
      return 'the token has ended already';
    }),
  ),
  expires: ({ expiresAt }: HeldToken) => expiresAt ?? 'never',
  unique: ['key'],
};

/** Id of the token by its hash. It expires with the token. */
export const TOKEN_KEYS: Space<HeldTokenKey> = {
  name: 'mendix.token.key',
  check: checkedBy(
    objectSchema({ id: uuidSchema, expiresAt: expirySchema }, ['expiresAt']),
    allOf<HeldTokenKey>(
      hashOf(TOKENS, ({ id }: HeldTokenKey) => id),
      (_key, { id, expiresAt }, others) => {
        const token = others(TOKENS, id);
        // A token that gets an end has it a moment before its key.
        const isOther = isRecord(token) && expiresAt !== undefined && token.expiresAt !== expiresAt;
        return isOther ? `“${id}” expires at another time` : undefined;
      },
    ),
  ),
  expires: ({ expiresAt }: HeldTokenKey) => expiresAt ?? 'never',
};

/** What became of sessions and tokens that ended, by `session:` or `token:` and their hash. */
export const ENDED: Space<Ended> = {
  name: 'mendix.ended',
  check: checkedBy(
    objectSchema({ why: textSchema, at: timeSchema, user: textSchema, becomes: uuidSchema }, ['user', 'becomes']),
    keyLike(/^(?:session|token):[\w-]{43}$/, '“session:” or “token:” and a hash'),
  ),
  expires: knownUntil,
};

/** The time of the next sweep, with the key `next`. It expires then. */
export const SWEEP: Space<number> = {
  name: 'mendix.sweep',
  check: checkedBy(expirySchema, onlyKey(NEXT_SWEEP)),
  expires: (at: number) => at,
};

/** The version of the runtime whose data this is, with the key `version`. */
export const RUNTIME: Space<string> = {
  name: 'mendix.runtime',
  check: checkedBy({ type: 'string', pattern: '^\\d{1,9}(\\.\\d{1,9}){1,3}$' }, onlyKey(RUNTIME_VERSION)),
};

/** Everything that the runtime stores. */
export const MENDIX_SPACES: readonly Place[] = [
  SESSIONS,
  COOKIES,
  LIVE,
  USERS,
  TOKENS,
  TOKEN_KEYS,
  ENDED,
  SWEEP,
  RUNTIME,
];

/** The key is the hash of a secret. What it belongs to has the same one, if it is there. */
function hashOf<T>(space: Place, idOf: (value: T) => string): KeyCheck<T> {
  return allOf<T>(keyLike(HASH, 'the hash of a secret'), (key, value, others) => {
    const id = idOf(value);
    const owner = others(space, id);
    return isRecord(owner) && owner.key !== key ? `“${id}” has another secret` : undefined;
  });
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The cookies of sessions, also of those that have ended. They look like the ids that are no secrets. */
export const MENDIX_KEY_SPACES: readonly KeySpace[] = [
  { space: COOKIES, like: UUID, keysOf: (cookie) => [secretKey(cookie)] },
  { space: ENDED, like: UUID, keysOf: (cookie) => [`session:${secretKey(cookie)}`] },
];
