import { isIP } from 'node:net';
import type { FaceName, JournalEntry } from '../../../core/protocol/journal';
import type { ReasonCodes } from '../../../core/protocol/reasonCode';
import { dateSchema } from '../clock/timeSchema';
import { checkedBy, type PlaceCheck } from '../store/checkedBy';

const text = { type: 'string' } as const;
const natural = { type: 'integer', minimum: 0 } as const;
const textMap = { type: 'object', additionalProperties: text } as const;

const message = {
  type: 'object',
  additionalProperties: false,
  required: ['headers', 'bodyBytes'],
  properties: { headers: textMap, body: text, bodyBytes: natural },
} as const;

/** No answer was sent, or a status that a server may send. */
const status = { anyOf: [{ const: 0 }, { type: 'integer', minimum: 200, maximum: 599 }] } as const;

const change = {
  type: 'object',
  required: ['kind', 'id', 'change'],
  additionalProperties: false,
  properties: { kind: text, id: text, change: { enum: ['created', 'changed', 'removed'] }, detail: text },
} as const;

const remedy = {
  type: 'object',
  required: ['option'],
  additionalProperties: false,
  properties: { option: text, value: { type: ['string', 'number', 'boolean'] } },
} as const;

const cause = {
  type: 'object',
  required: ['rule', 'kind', 'message'],
  additionalProperties: false,
  properties: { rule: text, kind: { enum: ['decided', 'changed', 'refused', 'noted'] }, message: text, remedy },
} as const;

const outline = {
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
    status,
    response: message,
    ms: { type: 'number', minimum: 0 },
    causes: { type: 'array', items: cause },
    changes: { type: 'array', items: change },
    cookies: { type: 'array', items: text },
  },
} as const;

type Entry = Omit<JournalEntry, 'id'>;

/**
 * Creates the check of an entry of the journal without its id.
 * @param codes the reason codes that an entry can have
 * @param faces the faces that can have answered
 */
export function entryCheck(codes: ReasonCodes, faces: readonly FaceName[]): PlaceCheck {
  return checkedBy<Entry>(outline, (_number, { face, actor, status, causes }) => {
    if (!faces.includes(face)) return `there is no face “${face}”`;
    // The address is not known any more if the connection was closed before it was read.
    if (actor.ip !== '' && isIP(actor.ip) === 0) return '“actor.ip” must be a network address';
    // A client that closed the connection may have done so before there was a reason for an answer.
    if (causes.length === 0 && status !== 0) return 'an answer must have a reason';
    for (const { rule, kind } of causes) {
      const code = Object.hasOwn(codes, rule) ? codes[rule] : undefined;
      if (!code) return `no system declares the reason code “${rule}”`;
      if (code.kind !== kind) return `the reason code “${rule}” is declared as “${code.kind}”`;
    }
    return undefined;
  });
}
