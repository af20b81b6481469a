import { isRecord } from '../../../core/session/sessionFields';
import { END_REASONS, type EndReason } from '../../../core/systems/tokens/endReason';
import type { TokenDevice } from '../../../core/systems/tokens/tokenSession';
import { expirySchema, timeSchema } from '../../kernel/clock/timeSchema';
import type { PasswordHash } from '../../kernel/secrets/passwordHash';
import { allOf, checkedBy, type KeyCheck, keyIn } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import { flagSchema, hashSchema, objectSchema, textSchema, uuidKey, uuidSchema } from '../../kernel/store/valueSchema';
import { familyProblem } from './familyProblem';
import { userNameProblem } from './userName';

/**
 * A session in the store, with all its tokens: one value, so that each decision on it is one atomic operation. Times are
 * virtual milliseconds since 1970.
 */
export interface KeptSession {
  readonly id: string;
  readonly user: string;
  readonly device: TokenDevice;
  readonly ip: string;
  readonly userAgent?: string;
  /** The `client_id`. Absent for a sign-in by the app's own form. */
  readonly client?: string;
  /** What the user has granted. */
  readonly scope?: string;
  readonly createdAt: number;
  readonly lastActiveAt: number;
  /** When it ends unless it is refreshed before. */
  readonly idleUntil: number;
  /** When it ends whatever happens. */
  readonly absoluteUntil: number;
  /**
   * Proves which refresh tokens are of this session, also those that it has forgotten. It opens nothing: a token is good
   * only if its hash is known.
   */
  readonly familyKey: string;
  /** Present until it is decided whether the user may have it. Nobody is told of it until then. */
  readonly pending?: true;
  /** Present if it is over. */
  readonly ended?: TokenSessionEnd;
  /** Oldest first. */
  readonly tokens: readonly KeptToken[];
}

/** How a session ended. */
export interface TokenSessionEnd {
  readonly reason: EndReason;
  readonly at: number;
  /** Id of the session from which it was ended, if that was another one. */
  readonly by?: string;
}

/** A token in the store, without its value. */
export interface KeptToken {
  /** Names the token. */
  readonly id: string;
  readonly kind: 'access' | 'refresh';
  /** Which one of its kind it is in its session, from 1. It stays the same when older ones are forgotten. */
  readonly number: number;
  /** Hash of the token. */
  readonly key: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** What it is good for, if that is less than the user has granted. */
  readonly scope?: string;
  /** Id of the refresh token that was used to get it. */
  readonly from?: string;
  /** The first use of a refresh token that is rotated. */
  readonly usedAt?: number;
  /** Id of the refresh token that was given in its place. */
  readonly replacedBy?: string;
  /** When it was first presented after its use. Once the grace time was over, only that counts. */
  readonly reusedAt?: number;
  /** Present if it was presented again within the grace time, and never after it. */
  readonly reusedInGrace?: true;
  readonly revokedAt?: number;
  /** What was given in its place. Only who has the token itself can open it. Absent after the grace time. */
  readonly sealed?: string;
}

/**
 * A user in the store. One as the options have it, who never signed in, is not there. One whom no option names is there
 * from the first code or session on.
 */
export interface KeptUser {
  readonly name: string;
  readonly disabled: boolean;
  /** Present if the password is another one than that of the options. */
  readonly password?: PasswordHash;
  readonly passwordChangedAt?: number;
  /** How often all sessions were ended at once, and why they were the last time. A sign-in of before makes no session. */
  readonly endings?: { readonly count: number; readonly reason: EndReason };
  /** Ids of the sessions that may be active, oldest first. Their number is what is limited. */
  readonly sessions: readonly string[];
}

/** No session gets so many tokens. The next number must be one that can be counted to. */
export const GREATEST_NUMBER = 1_000_000_000;

const token = objectSchema(
  {
    id: uuidSchema,
    kind: { enum: ['access', 'refresh'] },
    number: { type: 'integer', minimum: 1, maximum: GREATEST_NUMBER },
    key: hashSchema,
    issuedAt: timeSchema,
    expiresAt: expirySchema,
    scope: textSchema,
    from: uuidSchema,
    usedAt: timeSchema,
    replacedBy: uuidSchema,
    reusedAt: timeSchema,
    reusedInGrace: { const: true },
    revokedAt: timeSchema,
    sealed: textSchema,
  },
  ['scope', 'from', 'usedAt', 'replacedBy', 'reusedAt', 'reusedInGrace', 'revokedAt', 'sealed'],
);

/** The sessions by id: the active ones, and those that ended last. */
export const TOKEN_SESSIONS: Space<KeptSession> = {
  name: 'tokens.session',
  isPending: (session) => isRecord(session) && session.pending === true,
  check: checkedBy(
    objectSchema(
      {
        id: uuidSchema,
        user: textSchema,
        device: {
          type: 'object',
          additionalProperties: false,
          properties: { name: textSchema, platform: textSchema, model: textSchema, appVersion: textSchema },
        },
        ip: textSchema,
        userAgent: textSchema,
        client: textSchema,
        scope: textSchema,
        createdAt: timeSchema,
        lastActiveAt: timeSchema,
        idleUntil: expirySchema,
        absoluteUntil: expirySchema,
        familyKey: hashSchema,
        ended: objectSchema({ reason: { enum: [...END_REASONS] }, at: expirySchema, by: uuidSchema }, ['by']),
        tokens: { type: 'array', items: token },
      },
      ['userAgent', 'client', 'scope', 'ended'],
    ),
    allOf<KeptSession>(uuidKey, keyIn('id'), (_key, session) => familyProblem(session)),
  ),
};

/** By id of the session, the next moment at which something in it ends by itself. The entry expires then. */
export const TIMERS: Space<number> = {
  name: 'tokens.timer',
  check: checkedBy(expirySchema, uuidKey),
  expires: (at: number) => at,
};

/** The users by name, if they have signed in, have a code for it, or differ from those of the options. */
export const TOKENS_USERS: Space<KeptUser> = {
  name: 'tokens.user',
  check: checkedBy(
    objectSchema(
      {
        name: textSchema,
        disabled: flagSchema,
        password: objectSchema({ salt: textSchema, hash: textSchema }),
        passwordChangedAt: timeSchema,
        endings: objectSchema({ count: { type: 'integer', minimum: 1 }, reason: { enum: [...END_REASONS] } }),
        sessions: { type: 'array', items: uuidSchema, uniqueItems: true },
      },
      ['password', 'passwordChangedAt', 'endings'],
    ),
    allOf<KeptUser>(keyIn('name'), usableName, ownSessions),
  ),
};

/** Everything that the core of the token server stores. */
export const CORE_SPACES: readonly Place[] = [TOKEN_SESSIONS, TIMERS, TOKENS_USERS];

function usableName(name: string): string | undefined {
  const problem = userNameProblem(name);
  return problem === undefined ? undefined : `the name of the user ${problem}`;
}

/** The sessions that a user has are this user's. */
function ownSessions(
  name: string,
  { sessions }: KeptUser,
  others: Parameters<KeyCheck<KeptUser>>[2],
): string | undefined {
  const foreign = sessions.find((id) => {
    const session = others(TOKEN_SESSIONS, id);
    return isRecord(session) && session.user !== name;
  });
  return foreign === undefined ? undefined : `the session “${foreign}” is that of another user`;
}
