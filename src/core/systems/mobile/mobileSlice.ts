import { put } from '../../base/keyedList';
import type { SystemSlice } from '../../server/systemSlice';
import type { EvictedMobileSession, MobileSession, MobileSessions } from './mobileSession';

/** How many evictions a slice keeps. The server's own list has the same limit. */
export const EVICTIONS_KEPT = 500;

/** A change of the mobile sessions. */
export type MobileChange =
  | { readonly kind: 'session'; readonly session: MobileSession }
  /** The session is not in memory any more. `evicted` has the reason, if one is known. */
  | { readonly kind: 'sessionRemoved'; readonly file: string; readonly evicted?: EvictedMobileSession };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    mobile: MobileSessions;
  }
  interface SystemChanges {
    mobile: MobileChange;
  }
}

/** The part of the server's state for the sessions of 4D mobile apps. */
export const MOBILE_SLICE: SystemSlice<'mobile'> = {
  name: 'mobile',
  passcodes: () => [],
  apply: (mobile, change) =>
    change.kind === 'session'
      ? withSession(mobile, change.session)
      : withoutSession(mobile, change.file, change.evicted),
};

/** Adds or replaces a session, and removes it from the evicted sessions. */
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
