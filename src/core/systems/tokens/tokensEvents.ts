import { shortened } from '../../compliance/phrase';
import type { EventAction, EventProblem, SystemEvents } from '../../scenario/systemEvent';
import type { ControlledSession, FamilyToken, TokensUserPatch } from './tokenSession';
import { TOKENS_CALLS } from './tokensCalls';
import { type TokensState, tokenSessionNamed } from './tokensSlice';

/** How many ids of tokens a message names. */
const MOST_NAMED = 5;

/** Names a session by its id, or the youngest active session of a user by the user's name. */
interface OfSession {
  readonly session: string;
}

/** Which token of a family: `used`, `first`, `refresh`, `access`, or its id. */
export type TokenChoice = string;

declare module '../../scenario/systemEvent' {
  interface SystemEventSources {
    /** Moves the clock to the moment after the youngest access token expires. */
    expireAccessToken: OfSession;
    /** Moves the clock to the moment after the session ends by itself. */
    expireTokenSession: OfSession & { readonly by?: 'idle' | 'absolute' };
    /** Ends a session, as an administrator does. */
    endTokenSession: OfSession;
    /** Ends all sessions of a user, as an administrator does. */
    endTokenSessionsOf: { readonly user: string };
    patchTokensUser: TokensUserPatch & { readonly user: string };
    /** Presents a token of a family once more. Default: the refresh token that was used last. */
    replayToken: OfSession & { readonly token?: TokenChoice };
  }
}

export const TOKENS_EVENTS: SystemEvents<
  | 'expireAccessToken'
  | 'expireTokenSession'
  | 'endTokenSession'
  | 'endTokenSessionsOf'
  | 'patchTokensUser'
  | 'replayToken'
> = {
  expireAccessToken: ({ session }, { systems }) =>
    ofSession(systems.tokens, session, ({ id, family }) => {
      const token = live(family, 'access').at(-1);
      return token
        ? [clock(justAfter(token.expiresAt))]
        : { problem: `The token session ${id} has no live access token; refresh it first.` };
    }),
  expireTokenSession: ({ session, by = 'idle' }, { systems }) =>
    ofSession(systems.tokens, session, (found) => expire(found, by)),
  endTokenSession: ({ session }, { systems }) =>
    ofSession(systems.tokens, session, ({ id, state }) =>
      state === 'ended' ? over(id) : [{ control: TOKENS_CALLS.endSession(id) }],
    ),
  endTokenSessionsOf: ({ user }) => [{ control: TOKENS_CALLS.endSessionsOf(user) }],
  patchTokensUser: ({ user, ...patch }) => [{ control: TOKENS_CALLS.changeUser(user, patch) }],
  replayToken: ({ session, token }, { systems }) =>
    ofSession(systems.tokens, session, ({ id, family }) => {
      const chosen = chosenToken(family, token ?? 'used');
      return chosen
        ? [{ control: TOKENS_CALLS.replay(id, chosen.id) }]
        : { problem: `The token session ${id} has ${noToken(token ?? 'used', family)}` };
    }),
};

const MISSING: EventProblem = { problem: 'This server has no token sessions; give “server” a member “tokens”.' };

type Outcome = readonly EventAction[] | EventProblem;

function ofSession(state: TokensState | undefined, of: string, act: (session: ControlledSession) => Outcome): Outcome {
  if (!state) return MISSING;
  const active = state.sessions.findLast(({ user, state: each }) => user === of && each === 'active');
  const session = state.sessions.find(({ id }) => id === of) ?? active ?? tokenSessionNamed(state, of);
  return session
    ? act(session)
    : { problem: `There is no token session ${of}, and no session of a user of this name.` };
}

function expire({ id, state, expiresAt, absoluteExpiresAt }: ControlledSession, by: 'idle' | 'absolute'): Outcome {
  if (state === 'ended') return over(id);
  if (by === 'absolute' && expiresAt < absoluteExpiresAt) {
    return {
      problem: `The token session ${id} would be idle for too long at ${expiresAt}, before its absolute end at ${absoluteExpiresAt}; refresh it until then, or give refreshIdleSeconds and refreshAbsoluteSeconds one value.`,
    };
  }
  if (by === 'idle' && expiresAt === absoluteExpiresAt) {
    return {
      problem: `The token session ${id} reaches its absolute end at ${absoluteExpiresAt} before it is idle for too long; expire it by “absolute”.`,
    };
  }
  return [clock(justAfter(expiresAt))];
}

/** Nothing that is over can end once more. */
function over(id: string): EventProblem {
  return { problem: `The token session ${id} is over already; name one that is active.` };
}

/** Says what a family lacks, and what can be chosen in its place. */
function noToken(choice: TokenChoice, family: readonly FamilyToken[]): string {
  if (choice === 'used') {
    return 'no refresh token that was used yet; refresh it first, or give “token” as “first”, “refresh” or “access”.';
  }
  const ids = family.slice(-MOST_NAMED).map(({ id }) => id);
  const listed = ids.length === 0 ? '' : `: ${ids.length < family.length ? 'the last are ' : ''}${ids.join(', ')}`;
  return `no token “${shortened(choice, 60)}”; give “used”, “first”, “refresh”, “access” or the id of a token of its family${listed}.`;
}

function chosenToken(family: readonly FamilyToken[], choice: TokenChoice): FamilyToken | undefined {
  switch (choice) {
    case 'used':
      return family.findLast(({ state }) => state === 'used');
    case 'first':
      return family.find(({ kind }) => kind === 'refresh');
    case 'refresh':
      return youngest(family, 'refresh');
    case 'access':
      return youngest(family, 'access');
    default:
      return family.find(({ id }) => id === choice);
  }
}

/** A live one, if there is one. */
function youngest(family: readonly FamilyToken[], wanted: FamilyToken['kind']): FamilyToken | undefined {
  return live(family, wanted).at(-1) ?? family.findLast(({ kind }) => kind === wanted);
}

function live(family: readonly FamilyToken[], wanted: FamilyToken['kind']): readonly FamilyToken[] {
  return family.filter(({ kind, state }) => kind === wanted && state === 'live');
}

function clock(until: string): EventAction {
  return { clock: { until } };
}

function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
