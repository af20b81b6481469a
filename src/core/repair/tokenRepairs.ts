import type { Finding } from '../compliance/finding';
import { phrase } from '../compliance/phrase';
import type { DamagedSession } from './damagedSession';
import type { Repair } from './repair';

/** `mobi/4`: replaces the token with the one that 4D would write. */
export function tokenRepairs(session: DamagedSession, { code }: Finding): Repair[] {
  if (session.fields.token === undefined) return [];
  const token = session.canonicalToken;
  const set = token === undefined ? undefined : session.set([['/token', token]]);
  if (!set) return [];
  const title = phrase('Regenerate the connection token from the content');
  // When content and place differ, the token may be the one that is right. Then replacing it is not safe.
  return [{ id: 'token', code, title, kind: 'token', safe: session.isInPlace, preferred: true, change: set }];
}
