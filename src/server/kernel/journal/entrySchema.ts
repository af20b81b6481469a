import { dateSchema } from '../clock/timeSchema';
import { checkedBy } from '../store/checkedBy';

const text = { type: 'string' } as const;
const natural = { type: 'integer', minimum: 0 } as const;
const textMap = { type: 'object', additionalProperties: text } as const;

const message = {
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

/**
 * Checks an entry of the journal without its id.
 * @returns what is wrong with it; undefined if nothing is
 */
export const checkEntry = checkedBy({
  type: 'object',
  additionalProperties: false,
  required: [
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
    at: dateSchema,
    face: text,
    actor: { type: 'object', required: ['ip'], additionalProperties: text },
    method: text,
    url: text,
    route: text,
    request: message,
    status: natural,
    response: message,
    ms: { type: 'number' },
    causes: { type: 'array', items: cause },
    changes: {
      type: 'array',
      items: { type: 'object', required: ['kind', 'id', 'change'], additionalProperties: text },
    },
    cookies: { type: 'array', items: text },
  },
});
