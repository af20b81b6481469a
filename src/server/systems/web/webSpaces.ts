import type { LiveOtp } from '../../../core/systems/web/webSession';
import { timeSchema } from '../../kernel/clock/timeSchema';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import type { MadeCode } from './madeCodes';
import type { SessionStorage } from './sessionOperations';
import type { HeldWebSession } from './webSessions';

/** A hundred years in minutes: dates beyond the year 9999 are written in another way. */
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

/** Id of the session by the value of its cookie. */
export const COOKIES: Space<string> = { name: 'web.cookie', check: checkedBy(text) };

/** Id of the session by a passcode that is still good. */
export const CODES: Space<string> = { name: 'web.otp', check: checkedBy(text) };

/** The passcodes of a session that are still good, the oldest first: what a person is shown. */
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

/** The passcodes that were made last, whatever became of them. */
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

/** How many requests were made in one minute: of all, or of a session. */
export const REQUESTS: Space<number> = { name: 'web.quota', check: checkedBy(natural) };

/** The shared object that the code of all requests sees. */
export const STORAGE: Space<SessionStorage> = { name: 'web.storage', check: checkedBy({ type: 'object' }) };

/** All that the web server keeps. */
export const WEB_SPACES: readonly Place[] = [SESSIONS, COOKIES, CODES, CODES_OF, MADE, REQUESTS, STORAGE];
