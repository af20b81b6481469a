import { put, sameId } from '../../base/keyedList';
import type { Deadline } from '../../server/deadline';
import type { SystemSlice } from '../../server/systemSlice';
import type { WebSession } from './webSession';

/** The live web sessions, oldest first. */
export interface WebSessionsState {
  /** Name of the session cookie: `4DSID_` and the name of the application. */
  readonly cookieName: string;
  readonly sessions: readonly WebSession[];
}

/** A change of the web sessions. */
export type WebChange =
  | { readonly kind: 'session'; readonly session: WebSession }
  | { readonly kind: 'sessionRemoved'; readonly id: string; readonly why: 'idle' | 'closed' | 'reset' };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    web: WebSessionsState;
  }
  interface SystemChanges {
    web: WebChange;
  }
}

/** The part of the server's state for the web sessions of a 4D application, with their one-time passcodes. */
export const WEB_SLICE: SystemSlice<'web'> = {
  name: 'web',
  apply: (web, change) => ({
    ...web,
    sessions:
      change.kind === 'session'
        ? put(web.sessions, change.session, sameId)
        : web.sessions.filter(({ id }) => id !== change.id),
  }),
  passcodes: ({ sessions }) => sessions.flatMap(({ otps }) => otps.map(({ otp }) => otp)),
  deadlines: ({ sessions }) => [
    ...sessions.map(({ id, expirationDate }): Deadline => ({ kind: 'webSession', name: id, at: expirationDate })),
    ...sessions.flatMap(({ otps }) =>
      otps.map(({ otp, expiresAt }): Deadline => ({ kind: 'otp', name: otp, at: expiresAt })),
    ),
  ],
};
