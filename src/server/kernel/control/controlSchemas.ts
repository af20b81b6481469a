/** What the calls of the control API take, as JSON schemas; schemas/openapi.json has the same, which a test compares. */

/** A hundred years: more is a slip of the units. */
const LONGEST_MOVE_MS = 3_155_760_000_000;

export const clockMove = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    advanceMs: { type: 'integer', minimum: 0, maximum: LONGEST_MOVE_MS },
    pause: { type: 'boolean' },
    reset: { const: true },
  },
} as const;

export const recordingSwitch = {
  type: 'object',
  required: ['on'],
  additionalProperties: false,
  properties: { on: { type: 'boolean' } },
} as const;

/** Only the outline: which members go with which kind is told by the faults themselves, in better words. */
export const faultRequest = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { enum: ['status', 'delay', 'reset', 'replyLost'] },
    status: { type: 'integer' },
    errCode: { type: 'integer' },
    delayMs: { type: 'integer' },
    scope: {
      type: 'object',
      additionalProperties: false,
      properties: {
        session: { type: 'string', minLength: 1 },
        route: { type: 'string', minLength: 1 },
        nth: { type: 'integer', minimum: 1 },
      },
    },
    times: { type: 'integer', minimum: 1 },
  },
} as const;

export const journalQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: { type: 'integer', minimum: 0 },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const;

const text = { type: 'string' } as const;
/** Only the outline: what is in it is looked at by those who made it. */
export const snapshot = {
  type: 'object',
  required: ['version', 'entries', 'logs'],
  additionalProperties: false,
  properties: {
    version: { const: 2 },
    entries: {
      type: 'array',
      items: {
        type: 'object',
        required: ['space', 'key', 'value'],
        additionalProperties: false,
        properties: { space: text, key: text, value: {}, expiresAt: { type: 'number' } },
      },
    },
    logs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['log', 'next', 'values'],
        additionalProperties: false,
        properties: { log: text, next: { type: 'integer', minimum: 1 }, values: { type: 'array' } },
      },
    },
  },
} as const;
