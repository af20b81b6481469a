/** What the calls of the control API take, as JSON schemas; schemas/openapi.json has the same, which a test compares. */

/** A hundred years: more is a slip of the units. */
const LONGEST_MOVE_MS = 3_155_760_000_000;
/** The end of the year 9999: far beyond there are no dates, and everything that tells one would fail. */
const LAST_TIME = 253_402_300_799_999;

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
const natural = { type: 'integer', minimum: 0 } as const;
const textMap = { type: 'object', additionalProperties: text } as const;

const fault = {
  ...faultRequest,
  required: ['kind', 'id', 'seen', 'hits'],
  properties: { ...faultRequest.properties, id: text, seen: natural, hits: natural },
} as const;

const mail = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'at', 'to', 'subject', 'html', 'text'],
  properties: {
    id: text,
    at: text,
    to: text,
    subject: text,
    html: text,
    text,
    link: text,
    code: text,
    session: text,
    expiresAt: text,
  },
} as const;

const journalMessage = {
  type: 'object',
  additionalProperties: false,
  required: ['headers', 'bodyBytes'],
  properties: { headers: textMap, body: text, bodyBytes: natural },
} as const;

const cause = {
  type: 'object',
  required: ['rule', 'kind', 'message'],
  additionalProperties: false,
  properties: { rule: text, kind: { enum: ['decided', 'changed', 'refused', 'noted'] }, message: text },
} as const;

const journalEntry = {
  type: 'object',
  additionalProperties: false,
  required: [
    'id',
    'at',
    'face',
    'actor',
    'method',
    'url',
    'request',
    'status',
    'response',
    'ms',
    'causes',
    'changes',
    'cookies',
  ],
  properties: {
    id: natural,
    at: text,
    face: text,
    actor: { type: 'object', required: ['ip'], additionalProperties: text },
    method: text,
    url: text,
    route: text,
    request: journalMessage,
    status: natural,
    response: journalMessage,
    ms: { type: 'number' },
    causes: { type: 'array', items: cause },
    changes: {
      type: 'array',
      items: { type: 'object', required: ['kind', 'id', 'change'], additionalProperties: text },
    },
    cookies: { type: 'array', items: text },
  },
} as const;

export const snapshot = {
  type: 'object',
  required: ['version', 'clock', 'store', 'journal', 'faults', 'outbox'],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    clock: {
      type: 'object',
      required: ['offsetMs'],
      additionalProperties: false,
      properties: {
        offsetMs: { type: 'number', minimum: -LAST_TIME, maximum: LAST_TIME },
        pausedAt: { type: 'number', minimum: 0, maximum: LAST_TIME },
      },
    },
    store: {
      type: 'object',
      required: ['entries'],
      additionalProperties: false,
      properties: {
        entries: {
          type: 'array',
          items: {
            type: 'object',
            required: ['space', 'key', 'value'],
            additionalProperties: false,
            properties: { space: text, key: text, value: {}, expiresAt: { type: 'number' } },
          },
        },
      },
    },
    journal: {
      type: 'object',
      required: ['nextId', 'entries'],
      additionalProperties: false,
      properties: { nextId: natural, entries: { type: 'array', items: journalEntry } },
    },
    faults: {
      type: 'object',
      required: ['next', 'faults'],
      additionalProperties: false,
      properties: { next: natural, faults: { type: 'array', items: fault } },
    },
    outbox: {
      type: 'object',
      required: ['next', 'mails'],
      additionalProperties: false,
      properties: { next: natural, mails: { type: 'array', items: mail } },
    },
  },
} as const;
