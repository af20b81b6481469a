import type { EvictedMobileSession } from '../../../core/systems/mobile/mobileSession';
import { timeSchema } from '../../kernel/clock/timeSchema';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import type { SessionRecord } from './memory/heldSessions';
import type { Issued, Proof } from './verification';

const text = { type: 'string' } as const;
const natural = { type: 'integer', minimum: 0 } as const;

/** A session as far as the server reads it; what else a file says goes along. */
const session = {
  type: 'object',
  required: ['application', 'email', 'device', 'session', 'status'],
  properties: {
    application: { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } },
    team: { type: 'object', required: ['id'], properties: { id: text } },
    email: text,
    device: { type: 'object', required: ['id', 'description'], properties: { id: text, description: text } },
    session: { type: 'object', required: ['id'], properties: { id: text } },
    status: { enum: ['accepted', 'pending'] },
    token: text,
  },
} as const;

/** The sessions in memory, by the path of their file. */
export const SESSIONS: Space<SessionRecord> = {
  name: 'mobile.sessions',
  check: checkedBy({
    type: 'object',
    required: ['session', 'digest', 'loadedAt'],
    additionalProperties: false,
    properties: { session, digest: text, loadedAt: timeSchema },
  }),
};

/** Apart from the sessions, so that a request copies a number and not a session. */
export const LAST_REQUESTS: Space<number> = {
  name: 'mobile.lastRequests',
  isMinor: true,
  check: checkedBy(timeSchema),
};

/** That the store has a memory, perhaps an empty one. */
export const MEMORY: Space<true> = { name: 'mobile.memory', check: checkedBy({ const: true }) };

/** Why sessions that were in memory are not any more, by the path of their file. */
export const EVICTED: Space<EvictedMobileSession> = {
  name: 'mobile.evicted',
  check: checkedBy({
    type: 'object',
    required: ['id', 'file', 'at', 'why'],
    additionalProperties: false,
    properties: { id: text, file: text, at: text, why: text, code: { enum: [1, 2, 3, 4] } },
  }),
};

const checkProof = checkedBy({
  type: 'object',
  required: ['file', 'email', 'guard'],
  additionalProperties: false,
  properties: { file: text, email: text, guard: text },
});

/** Links and codes that were sent and are still good. */
export const PROOFS: Readonly<Record<'link' | 'code', Space<Proof>>> = {
  link: { name: 'mobile.verification.link', check: checkProof },
  code: { name: 'mobile.verification.code', check: checkProof },
};

/** What is kept about a link or a code for a while after it is over. */
export const ISSUED: Space<Issued> = {
  name: 'mobile.verification.issued',
  check: checkedBy({
    type: 'object',
    required: ['expiresAt'],
    additionalProperties: false,
    properties: { expiresAt: { type: 'number' } },
  }),
};

/** To whom a mail was sent that is still good: no other is sent until it is over. */
export const GUARDS: Space<{ readonly owner: string }> = {
  name: 'mobile.verification.sent',
  check: checkedBy({
    type: 'object',
    required: ['owner'],
    additionalProperties: false,
    properties: { owner: text },
  }),
};

/** How many codes an address has tried. */
export const ATTEMPTS: Space<number> = { name: 'mobile.verification.attempts', check: checkedBy(natural) };

/** All that the mobile face keeps. */
export const MOBILE_SPACES: readonly Place[] = [
  SESSIONS,
  LAST_REQUESTS,
  MEMORY,
  EVICTED,
  PROOFS.link,
  PROOFS.code,
  ISSUED,
  GUARDS,
  ATTEMPTS,
];
