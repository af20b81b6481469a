import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { parseJson } from '../../../core/json/parseJson';
import type { Random } from '../../kernel/random/random';
import { isSameText } from '../../kernel/secrets/isSameText';

const TOKEN_BYTES = 32;
const SEAL = 'aes-256-gcm';
const SEAL_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PROOF_BYTES = 16;
const RAW_TOKEN = /^(?:at|rt)_([\w-]{22})\.[\w-]{43}(?:\.[\w-]{22})?$/;
const PROVEN_TOKEN = /^(rt_[\w-]{22}\.[\w-]{43})\.([\w-]{22})$/;

/**
 * A random token. It begins with its kind and the session that it belongs to, so that one reads from it where to look, and
 * 256 random bits follow.
 */
export function newRawToken(kind: 'access' | 'refresh', session: string, random: Random): string {
  const place = Buffer.from(session.replaceAll('-', ''), 'hex').toString('base64url');
  return `${kind === 'access' ? 'at' : 'rt'}_${place}.${random.bytes(TOKEN_BYTES).toString('base64url')}`;
}

/** The key with which a family proves that a refresh token is its own. */
export function newFamilyKey(random: Random): string {
  return random.bytes(TOKEN_BYTES).toString('base64url');
}

/**
 * A refresh token, which ends with a proof that this family has issued it. So a very old one is noticed that nobody
 * remembers, and nobody can end the family with a token of his own making.
 */
export function newRefreshToken(session: string, familyKey: string, random: Random): string {
  const raw = newRawToken('refresh', session, random);
  return `${raw}.${proofOf(raw, familyKey)}`;
}

/** Whether a family has issued a refresh token, however long ago. */
export function isIssuedBy(familyKey: string, raw: string): boolean {
  const [, told, proof] = PROVEN_TOKEN.exec(raw) ?? [];
  return told !== undefined && proof !== undefined && isSameText(proof, proofOf(told, familyKey));
}

/** Id of the session that a token says it belongs to. Anybody can write that: only the hash of the token proves it. */
export function sessionNamedBy(raw: string): string | undefined {
  const [, place] = RAW_TOKEN.exec(raw) ?? [];
  if (place !== undefined) {
    const hex = Buffer.from(place, 'base64url').toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
  return sessionInJwt(raw);
}

/** Encrypts a text so that only who has the secret can read it. */
export function seal(content: string, secret: string, random: Random): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(SEAL, sealKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(content, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** @returns undefined if it was sealed with another secret, or was changed since */
export function unseal(sealed: string, secret: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(SEAL, sealKey(secret), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const start = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([start, decipher.final()]).toString('utf8');
  } catch {
    // Node reports only in this way that the tag is wrong.
    return undefined;
  }
}

function proofOf(raw: string, familyKey: string): string {
  return createHmac('sha256', familyKey).update(raw).digest().subarray(0, PROOF_BYTES).toString('base64url');
}

function sealKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'session-workbench successor', SEAL_KEY_BYTES));
}

/** A JWT has it as `sid`. Its signature need not be checked here, as its hash must be known. */
function sessionInJwt(raw: string): string | undefined {
  const [, payload, signature] = raw.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const { sid } = parseJson(Buffer.from(payload, 'base64url').toString('utf8')) as { readonly sid?: unknown };
    return typeof sid === 'string' ? sid : undefined;
  } catch {
    // It is no JWT.
    return undefined;
  }
}
