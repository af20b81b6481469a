import { isIP } from 'node:net';
import { isRecord } from '../../../core/session/sessionFields';
import type { EvictedMobileSession } from '../../../core/systems/mobile/mobileSession';
import { dateSchema, expirySchema, timeSchema } from '../../kernel/clock/timeSchema';
import type { KeySpace } from '../../kernel/journal/liveSecrets';
import {
  allOf,
  checkedBy,
  type KeyCheck,
  keyIn,
  keyLike,
  onlyKey,
  type PlaceCheck,
} from '../../kernel/store/checkedBy';
import type { Expiry, Others, Place, Space } from '../../kernel/store/store';
import type { SessionRecord } from './memory/heldSessions';
import { pathOfSession, pathParts } from './memory/sessionPaths';
import type { SessionPath } from './mobileState';
import type { Issued, MailGuard, Proof } from './verification';

const text = { type: 'string' } as const;
/** The key of the only value of `MEMORY`. */
export const STARTED = 'started';
const count = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

/** The properties of a session that the server reads. Others are allowed, and kept. */
const session = {
  type: 'object',
  required: ['application', 'email', 'device', 'session', 'status'],
  properties: {
    application: { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } },
    team: { type: 'object', properties: { id: text } },
    email: text,
    device: { type: 'object', required: ['id', 'description'], properties: { id: text, description: text } },
    session: { type: 'object', required: ['id'], properties: { id: text } },
    status: { enum: ['accepted', 'pending'] },
    token: text,
  },
} as const;

/** The sessions in memory, by the path of their file. */
export const MOBILE_SESSIONS: Space<SessionRecord> = {
  name: 'mobile.sessions',
  check: checkedBy<SessionRecord>(
    {
      type: 'object',
      required: ['session', 'digest', 'loadedAt'],
      additionalProperties: false,
      properties: { session, digest: text, loadedAt: timeSchema },
    },
    allOf(pathProblem, (key, { session }) => {
      const own = pathOfSession(session);
      return key === own ? undefined : `its key must be “${own}”, as its ids say`;
    }),
  ),
};

/** Separate from the sessions, so that a request copies only a number and not a session. */
export const LAST_REQUESTS: Space<number> = {
  name: 'mobile.lastRequests',
  isMinor: true,
  check: checkedBy(timeSchema, pathProblem),
};

/** Set when the store has loaded its sessions, even if there are none. */
export const MEMORY: Space<true> = { name: 'mobile.memory', check: checkedBy({ const: true }, onlyKey(STARTED)) };

/** Why sessions were removed from memory, by the path of their file. */
export const EVICTED: Space<EvictedMobileSession> = {
  name: 'mobile.evicted',
  check: checkedBy<EvictedMobileSession>(
    {
      type: 'object',
      required: ['id', 'file', 'at', 'why'],
      additionalProperties: false,
      properties: { id: text, file: text, at: dateSchema, why: text, code: { enum: [1, 2, 3, 4] } },
    },
    allOf<EvictedMobileSession>(pathProblem, keyIn('file'), (key, { id }) =>
      pathParts(key).name === id ? undefined : 'its key must end with its `id`',
    ),
  ),
};

/** Random tokens, in base64url. */
const LINK = '[\\w-]{32}';
const CODE = '\\d{6}';
/** How long a link or a code is remembered after it has expired. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** Links and codes that were sent and are still valid. */
export const PROOFS: Readonly<Record<'link' | 'code', Space<Proof>>> = {
  link: {
    name: 'mobile.verification.link',
    check: proofCheck('link', keyLike(new RegExp(`^${LINK}$`), 'the token of a link, which has 32 characters')),
    expires: expiryOfProof('link'),
  },
  code: {
    name: 'mobile.verification.code',
    check: proofCheck('code', keyLike(new RegExp(`^${CODE}$`), 'a code of six digits')),
    expires: expiryOfProof('code'),
  },
};

/** Records of links and codes. They are kept for a while after expiry, to tell used from expired. */
export const ISSUED: Space<Issued> = {
  name: 'mobile.verification.issued',
  check: checkedBy(
    {
      type: 'object',
      required: ['expiresAt'],
      additionalProperties: false,
      properties: { expiresAt: expirySchema },
    },
    keyLike(new RegExp(`^(?:link ${LINK}|code ${CODE})$`), '“link” or “code”, a space, and what was sent'),
  ),
  expires: rememberedUntil,
};

/** Mails that were sent and are still valid. No second mail is sent until the first has expired. */
export const GUARDS: Space<MailGuard> = {
  name: 'mobile.verification.sent',
  check: checkedBy(
    {
      type: 'object',
      required: ['owner', 'expiresAt'],
      additionalProperties: false,
      properties: { owner: text, expiresAt: expirySchema },
    },
    guardProblem,
  ),
  expires: ({ expiresAt }: MailGuard) => expiresAt,
};

/** Number of codes that each network address has tried. */
export const ATTEMPTS: Space<number> = {
  name: 'mobile.verification.attempts',
  check: checkedBy(count, addressProblem),
  expires: 'known',
};

/** The key of the only value of `DONE_ACTIONS`. */
export const DONE = 'done';

/** Names of the actions that have ended with success. */
export const DONE_ACTIONS: Space<readonly string[]> = {
  name: 'mobile.actions',
  check: checkedBy({ type: 'array', uniqueItems: true, items: text }, onlyKey(DONE)),
};

/** What an app has uploaded. The bytes are in a file of this machine. */
export interface Upload {
  readonly owner: SessionPath;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** By their id. Their files are on this machine, so no snapshot has them. */
export const UPLOADS: Space<Upload> = { name: 'mobile.uploads', isLocal: true, expires: 'known' };

/** All spaces of the mobile face. */
export const MOBILE_SPACES: readonly Place[] = [
  MOBILE_SESSIONS,
  LAST_REQUESTS,
  MEMORY,
  EVICTED,
  PROOFS.link,
  PROOFS.code,
  ISSUED,
  GUARDS,
  ATTEMPTS,
  DONE_ACTIONS,
  UPLOADS,
];

/** A key is an application folder and the name of a file in it. Neither leads to another folder. */
function pathProblem(key: string): string | undefined {
  const parts = key.split('/');
  const isPath = parts.length === 2 && parts.every((part) => part !== '' && part !== '.' && part !== '..');
  return isPath && !key.includes('\0')
    ? undefined
    : 'its key must be an application folder, “/” and the name of a file';
}

/** The record of a link or code is written before it, and kept longer. */
function recordOf(kind: 'link' | 'code', secret: string, others: Others): { readonly expiresAt?: unknown } | undefined {
  const issued = others(ISSUED, `${kind} ${secret}`);
  return isRecord(issued) ? issued : undefined;
}

function expiryOfProof(kind: 'link' | 'code'): (proof: Proof, secret: string, others: Others) => Expiry {
  return (_proof, secret, others) => {
    const expiresAt = recordOf(kind, secret, others)?.expiresAt;
    return typeof expiresAt === 'number' ? expiresAt : 'known';
  };
}

function proofCheck(kind: 'link' | 'code', keyProblem: KeyCheck<Proof>): PlaceCheck {
  return checkedBy<Proof>(
    {
      type: 'object',
      required: ['file', 'email', 'guard'],
      additionalProperties: false,
      properties: { file: text, email: text, guard: text },
    },
    allOf<Proof>(
      keyProblem,
      (_key, { file, email, guard }) =>
        guard === guardOf(file, email) ? pathProblem(file) && 'its `file` is no path' : 'its `guard` is not its own',
      (key, _proof, others) =>
        recordOf(kind, key, others) ? undefined : `the space “${ISSUED.name}” has no record of it`,
    ),
  );
}

/** The key of `GUARDS` for a mail about a session. */
export function guardOf(file: SessionPath, email: string): string {
  return `${file}\n${email.toLowerCase()}`;
}

/** When the record of a link or a code expires. */
export function rememberedUntil({ expiresAt }: Issued): number {
  return expiresAt + REMEMBERED_MS;
}

/** Names of folders and addresses may have line breaks, too. */
function guardProblem(key: string): string | undefined {
  const isGuard = [...key.matchAll(/\n(?=.)/gs)].some(({ index }) => pathProblem(key.slice(0, index)) === undefined);
  return isGuard ? undefined : 'its key must be the path of a session, a line break, and an e-mail address';
}

function addressProblem(key: string): string | undefined {
  return isIP(key) > 0 ? undefined : 'its key must be a network address';
}

/** The links and codes of mails, also those that were used. */
export const MOBILE_KEY_SPACES: readonly KeySpace[] = [
  { space: ISSUED, like: new RegExp(`^${CODE}$`), keysOf: (code) => [`code ${code}`] },
  { space: ISSUED, like: new RegExp(`^${LINK}$`), keysOf: (link) => [`link ${link}`] },
];
