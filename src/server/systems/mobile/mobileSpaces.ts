import type { EvictedMobileSession } from '../../../core/systems/mobile/mobileSession';
import { timeSchema } from '../../kernel/clock/timeSchema';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Place, Space } from '../../kernel/store/store';
import type { SessionRecord } from './memory/heldSessions';
import type { Issued, Proof } from './verification';

const text = { type: 'string' } as const;
const natural = { type: 'integer', minimum: 0 } as const;

/** The properties of a session that the server reads. Others are allowed, and kept. */
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

/** Separate from the sessions, so that a request copies only a number and not a session. */
export const LAST_REQUESTS: Space<number> = {
  name: 'mobile.lastRequests',
  isMinor: true,
  check: checkedBy(timeSchema),
};

/** Set when the store has loaded its sessions, even if there are none. */
export const MEMORY: Space<true> = { name: 'mobile.memory', check: checkedBy({ const: true }) };

/** Why sessions were removed from memory, by the path of their file. */
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

/** Links and codes that were sent and are still valid. */
export const PROOFS: Readonly<Record<'link' | 'code', Space<Proof>>> = {
  link: { name: 'mobile.verification.link', check: checkProof },
  code: { name: 'mobile.verification.code', check: checkProof },
};

/** Records of links and codes. They are kept for a while after expiry, to tell used from expired. */
export const ISSUED: Space<Issued> = {
  name: 'mobile.verification.issued',
  check: checkedBy({
    type: 'object',
    required: ['expiresAt'],
    additionalProperties: false,
    properties: { expiresAt: { type: 'number' } },
  }),
};

/** Mails that were sent and are still valid. No second mail is sent until the first has expired. */
export const GUARDS: Space<{ readonly owner: string }> = {
  name: 'mobile.verification.sent',
  check: checkedBy({
    type: 'object',
    required: ['owner'],
    additionalProperties: false,
    properties: { owner: text },
  }),
};

/** Number of codes that each network address has tried. */
export const ATTEMPTS: Space<number> = { name: 'mobile.verification.attempts', check: checkedBy(natural) };

/** All spaces of the mobile face. */
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
