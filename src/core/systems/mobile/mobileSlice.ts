import { put } from '../../base/keyedList';
import type { SystemSlice } from '../../server/systemSlice';
import type { EvictedMobileSession, MobileSession, MobileSessions } from './mobileSession';

/** Evictions that a slice keeps, as many as the server's own list has. */
export const EVICTIONS_KEPT = 500;

/** What can become different in the mobile sessions. */
export type MobileChange =
  | { readonly kind: 'session'; readonly session: MobileSession }
  /** It is not in memory any more; `evicted` says why, where there is more to say than that a session is gone. */
  | { readonly kind: 'sessionRemoved'; readonly file: string; readonly evicted?: EvictedMobileSession };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    mobile: MobileSessions;
  }
  interface SystemChanges {
    mobile: MobileChange;
  }
}

/** The sessions of 4D mobile apps. */
export const MOBILE_SLICE: SystemSlice<'mobile'> = {
  name: 'mobile',
  apply: (mobile, change) =>
    change.kind === 'session'
      ? withSession(mobile, change.session)
      : withoutSession(mobile, change.file, change.evicted),
};

/** A session that is in memory again is no longer an evicted one. */
function withSession(mobile: MobileSessions, session: MobileSession): MobileSessions {
  const sessions = put(mobile.sessions, session, sameFile);
  const evicted = mobile.evicted.some((each) => sameFile(each, session))
    ? mobile.evicted.filter((each) => !sameFile(each, session))
    : mobile.evicted;
  return { ...mobile, sessions, evicted };
}

function withoutSession(mobile: MobileSessions, file: string, evicted?: EvictedMobileSession): MobileSessions {
  const others = mobile.evicted.filter((each) => each.file !== file);
  return {
    ...mobile,
    sessions: mobile.sessions.filter((each) => each.file !== file),
    evicted: (evicted ? [evicted, ...others] : others).slice(0, EVICTIONS_KEPT),
  };
}

function sameFile(a: { readonly file: string }, b: { readonly file: string }): boolean {
  return a.file === b.file;
}
