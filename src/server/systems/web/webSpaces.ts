import type { LiveOtp } from '../../../core/systems/web/webSession';
import { timeSchema } from '../../kernel/clock/timeSchema';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import type { MadeCode } from './madeCodes';
import type { SessionStorage } from './sessionOperations';
import type { HeldWebSession } from './webSessions';

/**
 * A hundred years in minutes. The limit keeps dates before the year 10000, because later years have another date
 * format.
 */
export const LONGEST_IDLE_TIMEOUT = 52_560_000;

const text = { type: 'string' } as const;
const natural = { type: 'integer', minimum: 0 } as const;

export const SESSIONS: Space<HeldWebSession> = {
  name: 'web.session',
  check: checkedBy({
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
      id: text,
      cookie: text,
      userName: text,
      privileges: { type: 'array', items: text },
      wasSet: { type: 'boolean' },
      storage: { type: 'object' },
      idleTimeout: { type: 'number', minimum: 0, maximum: LONGEST_IDLE_TIMEOUT },
      createdAt: timeSchema,
      lastRequestAt: timeSchema,
      ipAddress: text,
      type: { enum: ['web', 'rest'] },
      userAgent: text,
    },
  }),
};

/** Session ids by the value of the session cookie. */
export const COOKIES: Space<string> = { name: 'web.cookie', check: checkedBy(text) };

/** Session ids by passcode, for passcodes that are still valid. */
export const CODES: Space<string> = { name: 'web.otp', check: checkedBy(text) };

/** The valid passcodes of each session, oldest first. They are shown to the user. */
export const CODES_OF: Space<readonly LiveOtp[]> = {
  name: 'web.otps',
  check: checkedBy({
    type: 'array',
    items: {
      type: 'object',
      required: ['otp', 'expiresAt'],
      additionalProperties: false,
      properties: { otp: text, expiresAt: text },
    },
  }),
};

/** The latest passcodes, whether they are valid, used or expired. */
export const MADE: Space<MadeCode> = {
  name: 'web.otp.made',
  check: checkedBy({
    type: 'object',
    required: ['session', 'expiresAt'],
    additionalProperties: false,
    properties: {
      session: text,
      expiresAt: { type: 'number' },
      used: { type: 'boolean' },
      givenUp: { type: 'boolean' },
    },
  }),
};

/** The number of requests in one minute, for all sessions together and for each session. */
export const REQUESTS: Space<number> = { name: 'web.quota', check: checkedBy(natural) };

/** The shared object `Storage`, which the code of all requests can use. */
export const STORAGE: Space<SessionStorage> = { name: 'web.storage', check: checkedBy({ type: 'object' }) };

/** All store spaces of the web server. */
export const WEB_SPACES: readonly Place[] = [SESSIONS, COOKIES, CODES, CODES_OF, MADE, REQUESTS, STORAGE];
