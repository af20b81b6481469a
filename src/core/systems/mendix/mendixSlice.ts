import { put, sameId } from '../../base/keyedList';
import type { Deadline } from '../../server/deadline';
import type { SystemSlice } from '../../server/systemSlice';
import type { MendixSession, MendixUser } from './mendixSession';

/** Why a session was removed. */
export type SessionEnd = 'swept' | 'logout' | 'ended' | 'replaced' | 'inactive' | 'upgraded';

/** What the Mendix runtime has: sessions and users, oldest first. */
export interface MendixState {
  readonly runtimeVersion: string;
  /** The name of the session cookie, without `__Host-`. */
  readonly sessionCookie: string;
  /** The virtual time of the next sweep, ISO 8601. */
  readonly nextSweepAt: string;
  /** Milliseconds between two sweeps. */
  readonly sweepEveryMs: number;
  readonly sessions: readonly MendixSession[];
  readonly users: readonly MendixUser[];
}

/** A change in the slice. */
export type MendixChange =
  | { readonly kind: 'mendixSession'; readonly session: MendixSession }
  | { readonly kind: 'mendixSessionRemoved'; readonly id: string; readonly why: SessionEnd }
  | { readonly kind: 'mendixUser'; readonly user: MendixUser }
  | { readonly kind: 'mendixUserRemoved'; readonly name: string }
  | { readonly kind: 'mendixSweep'; readonly nextSweepAt: string };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    mendix: MendixState;
  }
  interface SystemChanges {
    mendix: MendixChange;
  }
}

/** The sessions of Mendix clients, with users and authentication tokens. */
export const MENDIX_SLICE: SystemSlice<'mendix'> = {
  name: 'mendix',
  apply: (mendix, change) => {
    switch (change.kind) {
      case 'mendixSession':
        return { ...mendix, sessions: put(mendix.sessions, change.session, sameId) };
      case 'mendixSessionRemoved':
        return { ...mendix, sessions: mendix.sessions.filter(({ id }) => id !== change.id) };
      case 'mendixUser':
        return { ...mendix, users: put(mendix.users, change.user, sameName) };
      case 'mendixUserRemoved':
        return { ...mendix, users: mendix.users.filter(({ name }) => name !== change.name) };
      case 'mendixSweep':
        return { ...mendix, nextSweepAt: change.nextSweepAt };
    }
  },
  passcodes: () => [],
  deadlines: ({ sessions, users, nextSweepAt }) => [
    ...sessions
      .filter(({ state }) => state === 'live')
      .map(({ id, idleUntil }): Deadline => ({ kind: 'mendixSession', name: id, at: idleUntil })),
    ...users.flatMap(({ tokens }) =>
      tokens.flatMap(({ id, expiresAt }): Deadline[] =>
        expiresAt === undefined ? [] : [{ kind: 'mendixToken', name: id, at: expiresAt }],
      ),
    ),
    { kind: 'mendixSweep', name: 'sweep', at: nextSweepAt },
  ],
};

/** The session with this id, or else the youngest session of the user with this name. */
export function sessionNamed({ sessions }: MendixState, of: string): MendixSession | undefined {
  return sessions.find(({ id }) => id === of) ?? sessions.findLast(({ user }) => user === of);
}

function sameName(a: MendixUser, b: MendixUser): boolean {
  return a.name === b.name;
}
