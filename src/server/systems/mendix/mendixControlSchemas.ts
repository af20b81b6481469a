/**
 * JSON schemas for the bodies of the calls about Mendix users. openapi.json in this folder has the same schemas, and a
 * test compares them.
 */
export const mendixUserPatch = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    active: { type: 'boolean' },
    blocked: { type: 'boolean' },
    password: { type: 'string', minLength: 1 },
  },
} as const;
