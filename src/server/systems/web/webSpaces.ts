import { isIP } from 'node:net';
import { isRecord } from '../../../core/session/sessionFields';
import type { LiveOtp } from '../../../core/systems/web/webSession';
import { dateSchema, expirySchema, timeSchema } from '../../kernel/clock/timeSchema';
import type { KeySpace } from '../../kernel/journal/liveSecrets';
import { allOf, checkedBy, keyIn, keyLike, onlyKey } from '../../kernel/store/checkedBy';
import type { Others, Place, Space } from '../../kernel/store/store';
import type { MadeCode } from './madeCodes';
import { expiryOf, type SessionStorage } from './sessionOperations';
import { LARGEST_QUOTA, QUOTA_NAMES } from './sessionQuotas';
import type { HeldWebSession } from './webSessions';

/**
 * A hundred years in minutes. The limit keeps dates before the year 10000, because later years have another date
 * format.
 */
export const LONGEST_IDLE_TIMEOUT = 52_560_000;

/** Minutes: docs/facts/4d-web.md#life-of-a-session. */
export const SHORTEST_IDLE_TIMEOUT = 60;

const text = { type: 'string' } as const;
/** Ids, cookies and passcodes: a UUID as 32 upper-case hexadecimal digits. */
const UUID = /^[0-9A-F]{32}$/;
const uuid = { type: 'string', pattern: UUID.source } as const;
const uuidKey = keyLike(UUID, 'a UUID of 32 upper-case hexadecimal digits');
const count = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
export const MINUTE_MS = 60_000;
const quota = { type: 'integer', minimum: 1, maximum: LARGEST_QUOTA } as const;

/** The key of `Storage`, which is the only value of its space. */
export const STORAGE_KEY = 'Storage';

export const WEB_SESSIONS: Space<HeldWebSession> = {
  name: 'web.session',
  check: checkedBy(
    {
      type: 'object',
      required: [
        'id',
        'cookie',
        'userName',
        'privileges',
        'wasSet',
        'storage',
        'idleTimeout',
        'createdAt',
        'lastRequestAt',
        'ipAddress',
        'type',
      ],
      additionalProperties: false,
      properties: {
        id: uuid,
        cookie: uuid,
        userName: text,
        privileges: { type: 'array', items: text },
        wasSet: { type: 'boolean' },
        storage: { type: 'object' },
        idleTimeout: { type: 'integer', minimum: SHORTEST_IDLE_TIMEOUT, maximum: LONGEST_IDLE_TIMEOUT },
        createdAt: timeSchema,
        lastRequestAt: timeSchema,
        ipAddress: text,
        type: { enum: ['web', 'rest'] },
        userAgent: text,
        quotas: {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(QUOTA_NAMES.map((name) => [name, quota])),
        },
        client: {
          type: 'object',
          required: ['key', 'user', 'info'],
          additionalProperties: false,
          properties: { key: text, user: text, info: { type: 'object' } },
        },
      },
    },
    allOf<HeldWebSession>(keyIn('id'), (_id, { ipAddress }) =>
      isIP(ipAddress) > 0 ? undefined : '“ipAddress” must be a network address',
    ),
  ),
  expires: expiryOf,
  unique: ['cookie'],
};

/** Session ids by the value of the session cookie. A session takes its cookie with it when it ends. */
export const WEB_COOKIES: Space<string> = {
  name: 'web.cookie',
  check: checkedBy<string>(
    uuid,
    allOf<string>(uuidKey, (key, id, others) => {
      const session = others(WEB_SESSIONS, id);
      return isRecord(session) && session.cookie !== key ? `the session “${id}” has another cookie` : undefined;
    }),
  ),
};

const clientKey = keyLike(/^[a-z]+:[^\0]+$/, 'the name of a system, “:”, and the name of a client');

/** Session ids of the clients that another system knows, by the keys of these clients. */
export const WEB_CLIENTS: Space<string> = {
  name: 'web.client',
  check: checkedBy<string>(
    uuid,
    allOf<string>(clientKey, (key, id, others) => {
      const session = others(WEB_SESSIONS, id);
      if (!isRecord(session)) return undefined;
      if (!isRecord(session.client)) return `the session “${id}” is of no such client`;
      const own = session.client.key;
      return own === key ? undefined : `its key must be “${own}”, as the session “${id}” says`;
    }),
  ),
};

/** Session ids by passcode, for passcodes that are still valid. */
export const CODES: Space<string> = {
  name: 'web.otp',
  check: checkedBy<string>(uuid, allOf<string>(uuidKey, makerProblem, useProblem)),
  expires: (_session: string, otp, others) => {
    const made = others(MADE, otp);
    return isRecord(made) && typeof made.expiresAt === 'number' ? made.expiresAt : 'known';
  },
};

/** The valid passcodes of each session, oldest first. They are shown to the user. */
export const CODES_OF: Space<readonly LiveOtp[]> = {
  name: 'web.otps',
  check: checkedBy<readonly LiveOtp[]>(
    {
      type: 'array',
      items: {
        type: 'object',
        required: ['otp', 'expiresAt'],
        additionalProperties: false,
        properties: { otp: uuid, expiresAt: dateSchema },
      },
    },
    allOf<readonly LiveOtp[]>(uuidKey, (id, codes, others) => {
      for (const [at, { otp, expiresAt }] of codes.entries()) {
        const problem = makerProblem(otp, id, others);
        if (problem !== undefined) return problem;
        if (codes.findIndex((each) => each.otp === otp) < at) return `the passcode “${otp}” is in it twice`;
        const made = others(MADE, otp);
        if (!isRecord(made)) continue;
        if (made.expiresAt !== Date.parse(expiresAt)) return `the passcode “${otp}” expires at another time`;
        if (made.givenUp === true) return `the passcode “${otp}” was given up`;
      }
      return undefined;
    }),
  ),
};

/** The latest passcodes, whether they are valid, used or expired. */
export const MADE: Space<MadeCode> = {
  name: 'web.otp.made',
  check: checkedBy(
    {
      type: 'object',
      required: ['session', 'expiresAt'],
      additionalProperties: false,
      properties: {
        session: uuid,
        expiresAt: expirySchema,
        used: { type: 'boolean' },
        givenUp: { type: 'boolean' },
      },
    },
    uuidKey,
  ),
};

const minuteKey = keyLike(/^(?:[0-9A-F]{32})?@\d+$/, 'the id of a session or nothing, “@”, and the number of a minute');

/** The number of requests in one minute, for all sessions together and for each session. */
export const REQUESTS: Space<number> = {
  name: 'web.quota',
  check: checkedBy(count, minuteKey),
  expires: (_count: number, key) => endOfMinute(minuteIn(key)),
};

/** The shared object `Storage`, which the code of all requests can use. */
export const STORAGE: Space<SessionStorage> = {
  name: 'web.storage',
  check: checkedBy({ type: 'object' }, onlyKey(STORAGE_KEY)),
};

/** The cookies of sessions, and the latest passcodes. */
export const WEB_KEY_SPACES: readonly KeySpace[] = [WEB_COOKIES, MADE].map((space) => ({ space, like: UUID }));

/** All store spaces of the web server. */
export const WEB_SPACES: readonly Place[] = [
  WEB_SESSIONS,
  WEB_COOKIES,
  WEB_CLIENTS,
  CODES,
  CODES_OF,
  MADE,
  REQUESTS,
  STORAGE,
];

/** A passcode is taken before its record says that it was used. So it is never there with such a record. */
function useProblem(otp: string, _id: string, others: Others): string | undefined {
  const made = others(MADE, otp);
  return isRecord(made) && made.used === true ? 'the passcode was used already' : undefined;
}

/** The number of a minute in the key of `REQUESTS`. */
function minuteIn(key: string): number {
  return Number(key.slice(key.indexOf('@') + 1));
}

/** When the requests of a minute are no longer counted, in virtual milliseconds since 1970. */
export function endOfMinute(minute: number): number {
  return (minute + 1) * MINUTE_MS;
}

/** The record of an old passcode may be gone. If it is there, it names the session. */
function makerProblem(otp: string, id: string, others: Others): string | undefined {
  const made = others(MADE, otp);
  return isRecord(made) && made.session !== id ? `another session than “${id}” made the passcode` : undefined;
}
