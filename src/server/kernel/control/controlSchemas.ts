/** JSON schemas of what the calls of the control API accept. A test compares them with schemas/openapi.json. */

/** A hundred years in milliseconds. More is most likely a wrong unit. */
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

/** Only the outline. Which members belong to which kind is checked by the faults, which have better messages. */
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

export const changesQuery = {
  ...journalQuery,
  properties: { after: { type: 'integer', minimum: 0 }, limit: { type: 'integer', minimum: 1, maximum: 1000 } },
} as const;

/** Part of a list of sessions or users. */
export const pageQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: { type: 'string', minLength: 1 },
    limit: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const;

const text = { type: 'string' } as const;
/** Only the outline. The content is checked by the parts that it belongs to. */
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
