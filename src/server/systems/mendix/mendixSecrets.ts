import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../kernel/random/random';
import { type MendixOptions, SESSION_COOKIE, SESSION_COOKIE_SETTING, SWITCHES } from './mendixOptions';
import type { HeldPassword } from './mendixSpaces';

/** The cookies and the members by which a Mendix client sends and gets secrets (docs/facts/mendix.md#requests). */
const SECRET_NAMES = ['password', 'csrftoken', 'X-Csrf-Token', 'authtoken', 'useAuthToken', 'xasid'] as const;
const UUID_BYTES = 16;
const TOKEN_BYTES = 32;
const HASH_BYTES = 32;
const hashed = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

/** The names of secrets, with those that the options choose. A cookie has a prefix over HTTPS. */
export function secretNames({ settings = {}, switches = {} }: MendixOptions): readonly string[] {
  const session = settings[SESSION_COOKIE_SETTING] ?? SESSION_COOKIE;
  const own = [session, switches.deviceTokenName ?? SWITCHES.deviceTokenName];
  return [...SECRET_NAMES, ...own].flatMap((name) => [name, `__Host-${name}`]);
}

/** A random UUID, as the session cookie has one. */
export function newUuid(random: Random): string {
  return uuidOf(random.bytes(UUID_BYTES));
}

/** A UUID that follows from secrets: who has all of them gets the same one, and nobody else can. */
export function uuidFrom(...secrets: readonly string[]): string {
  return uuidOf(
    createHash('sha256')
      .update(`from:${JSON.stringify(secrets)}`)
      .digest(),
  );
}

/** A random authentication token. Its real form is not known: docs/facts/mendix.md#cookies. */
export function newToken(random: Random): string {
  return random.bytes(TOKEN_BYTES).toString('base64url');
}

/** The name of a secret in the store. It is not possible to get the secret from it. */
export function keyOf(secret: string): string {
  return createHash('sha256').update(`key:${secret}`).digest('base64url');
}

/**
 * The CSRF token of a session. It is derived from the session cookie, so that the store has no secret and another
 * session has another one.
 */
export function csrfTokenOf(cookie: string): string {
  return uuidOf(createHash('sha256').update(`csrf:${cookie}`).digest());
}

/** Compares two texts in the same time whatever they are. */
export function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** What the store keeps of a password. */
export async function hashPassword(password: string, random: Random): Promise<HeldPassword> {
  const salt = random.bytes(UUID_BYTES).toString('base64url');
  return { salt, hash: (await hashed(password, salt, HASH_BYTES)).toString('base64url') };
}

export async function isPassword(password: string, { salt, hash }: HeldPassword): Promise<boolean> {
  return isSame((await hashed(password, salt, HASH_BYTES)).toString('base64url'), hash);
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.subarray(0, UUID_BYTES).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
