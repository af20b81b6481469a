import { createHash } from 'node:crypto';
import type { Random } from '../../kernel/random/random';
import { uuidOf } from '../../kernel/random/uuid';
import { type MendixOptions, SESSION_COOKIE, SESSION_COOKIE_SETTING, SWITCHES } from './mendixOptions';

/** The cookies and the members by which a Mendix client sends and gets secrets (docs/facts/mendix.md#requests). */
const SECRET_NAMES = ['password', 'csrftoken', 'X-Csrf-Token', 'authtoken', 'useAuthToken', 'xasid'] as const;
const TOKEN_BYTES = 32;

/** The names of secrets, with those that the options choose. A cookie has a prefix over HTTPS. */
export function mendixSecretNames({ settings = {}, switches = {} }: MendixOptions): readonly string[] {
  const session = settings[SESSION_COOKIE_SETTING] ?? SESSION_COOKIE;
  const own = [session, switches.deviceTokenName ?? SWITCHES.deviceTokenName];
  return [...SECRET_NAMES, ...own].flatMap((name) => [name, `__Host-${name}`]);
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

/**
 * The CSRF token of a session. It is derived from the session cookie, so that the store has no secret and another
 * session has another one.
 */
export function csrfTokenOf(cookie: string): string {
  return uuidOf(createHash('sha256').update(`csrf:${cookie}`).digest());
}
