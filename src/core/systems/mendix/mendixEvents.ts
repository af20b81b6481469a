import type { EventAction, EventProblem, SystemEvents } from '../../scenario/systemEvent';
import { MENDIX_CALLS } from './mendixCalls';
import type { MendixSession, MendixToken, MendixUserPatch } from './mendixSession';
import { type MendixState, sessionNamed } from './mendixSlice';

/** Names a session by its id, or the youngest session of a user by the user's name. */
interface OfSession {
  readonly session: string;
}

/** Names a token by its id, or the youngest token of a user by the user's name. */
interface OfToken {
  readonly token: string;
}

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    /** Moves the clock to the moment after the session becomes invalid. */
    expireMendixSession: OfSession;
    endMendixSession: OfSession;
    /** Moves the clock to the next planned sweep. */
    reachMendixSweep: true;
    /** Sweeps at once. */
    sweepMendixSessions: true;
    /** Moves the clock to the moment after the token ends. */
    expireMendixToken: OfToken;
    endMendixToken: OfToken;
    patchMendixUser: MendixUserPatch & { readonly user: string };
  }
}

export const MENDIX_EVENTS: SystemEvents<
  | 'expireMendixSession'
  | 'endMendixSession'
  | 'reachMendixSweep'
  | 'sweepMendixSessions'
  | 'expireMendixToken'
  | 'endMendixToken'
  | 'patchMendixUser'
> = {
  expireMendixSession: ({ session }, { systems }) =>
    ofSession(systems.mendix, session, ({ idleUntil }) => [clock(justAfter(idleUntil))]),
  endMendixSession: ({ session }, { systems }) =>
    ofSession(systems.mendix, session, ({ id }) => [{ control: MENDIX_CALLS.endSession(id) }]),
  reachMendixSweep: (_, { systems: { mendix } }) => (mendix ? [clock(mendix.nextSweepAt)] : MISSING),
  sweepMendixSessions: () => [{ control: MENDIX_CALLS.sweep() }],
  expireMendixToken: ({ token }, { systems }) =>
    ofToken(systems.mendix, token, ({ expiresAt }) =>
      expiresAt === undefined
        ? { problem: `The Mendix token ${token} never ends by itself; give HybridAppLoginTimeOut a number of minutes.` }
        : [clock(justAfter(expiresAt))],
    ),
  endMendixToken: ({ token }, { systems }) =>
    ofToken(systems.mendix, token, ({ id }) => [{ control: MENDIX_CALLS.endToken(id) }]),
  patchMendixUser: ({ user, ...patch }) => [{ control: MENDIX_CALLS.changeUser(user, patch) }],
};

const MISSING: EventProblem = { problem: 'This server has no Mendix runtime; give “server” a member “mendix”.' };

type Outcome = readonly EventAction[] | EventProblem;

function ofSession(state: MendixState | undefined, of: string, act: (session: MendixSession) => Outcome): Outcome {
  if (!state) return MISSING;
  const session = sessionNamed(state, of);
  return session
    ? act(session)
    : { problem: `There is no Mendix session ${of}, and no session of a user of this name.` };
}

function ofToken(state: MendixState | undefined, of: string, act: (token: MendixToken) => Outcome): Outcome {
  if (!state) return MISSING;
  const tokens = state.users.flatMap((user) => user.tokens);
  const token =
    tokens.find(({ id }) => id === of) ??
    state.users
      .find(({ name }) => name === of)
      ?.tokens.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
      .at(-1);
  return token ? act(token) : { problem: `There is no Mendix token ${of}, and no token of a user of this name.` };
}

function clock(until: string): EventAction {
  return { clock: { until } };
}

function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
