/**
 * JSON schemas for the bodies of the calls about web sessions. A test compares them with openapi.json in this folder.
 */

/** A hundred years, in minutes. A larger number is surely in the wrong unit. */
const LONGEST_IDLE_MINUTES = 52_560_000;
const LONGEST_LIFESPAN_S = LONGEST_IDLE_MINUTES * 60;

export const webSessionPatch = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    storage: { type: 'object' },
    privileges: { type: 'array', items: { type: 'string', minLength: 1 } },
    userName: { type: 'string' },
    idleTimeout: { type: 'number', minimum: 0, maximum: LONGEST_IDLE_MINUTES },
  },
} as const;

export const otpRequest = {
  type: 'object',
  additionalProperties: false,
  properties: { lifespan: { type: 'number', minimum: 0, maximum: LONGEST_LIFESPAN_S } },
} as const;
