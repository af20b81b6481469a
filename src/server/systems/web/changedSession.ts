import { isDeepStrictEqual } from 'node:util';
import type { HeldWebSession, WebSessions } from './webSessions';

/** A session after a change. */
export interface ChangedSession {
  readonly session: HeldWebSession;
  /** Whether the change made a difference. When the session was used last does not count. */
  readonly isDifferent: boolean;
}

/**
 * Changes a session, and finds out whether it is another one afterwards.
 * @returns undefined when the session does not exist any more
 */
export async function changedSession(
  sessions: Pick<WebSessions, 'change'>,
  id: string,
  change: Parameters<WebSessions['change']>[1],
): Promise<ChangedSession | undefined> {
  let before: HeldWebSession | undefined;
  const session = await sessions.change(id, (now) => {
    before = now;
    return change(now);
  });
  return session && { session, isDifferent: !isDeepStrictEqual(withoutUse(before), withoutUse(session)) };
}

function withoutUse(session: HeldWebSession | undefined): Omit<HeldWebSession, 'lastRequestAt'> | undefined {
  if (!session) return undefined;
  const { lastRequestAt: _, ...rest } = session;
  return rest;
}
