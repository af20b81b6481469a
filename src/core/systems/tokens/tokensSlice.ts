import { put, sameId } from '../../base/keyedList';
import type { Deadline } from '../../server/deadline';
import type { SystemSlice } from '../../server/systemSlice';
import type { ControlledSession, TokensUser } from './tokenSession';
import { TOKENS_SECRET_SHAPES } from './tokensSecretShapes';

/** What the token server has: sessions, active and ended, and users, oldest first. */
export interface TokensState {
  readonly sessions: readonly ControlledSession[];
  readonly users: readonly TokensUser[];
  /** The paths and names of members that the options have chosen, for clients that know no options. */
  readonly names?: TokensNames;
}

/** As in the options `paths` and `fields`. */
export interface TokensNames {
  readonly paths?: { readonly [name: string]: string };
  readonly fields?: { readonly [name: string]: string };
}

/** A change in the slice. */
export type TokensChange =
  | { readonly kind: 'tokenSession'; readonly session: ControlledSession }
  /** An ended session that is forgotten. */
  | { readonly kind: 'tokenSessionForgotten'; readonly id: string }
  | { readonly kind: 'tokensUser'; readonly user: TokensUser };

declare module '../../protocol/systemStates' {
  interface SystemStates {
    tokens: TokensState;
  }
  interface SystemChanges {
    tokens: TokensChange;
  }
}

/** The token sessions of mobile apps, with their families, and the users. */
export const TOKENS_SLICE: SystemSlice<'tokens'> = {
  name: 'tokens',
  apply: (tokens, change) => {
    switch (change.kind) {
      case 'tokenSession':
        return { ...tokens, sessions: put(tokens.sessions, change.session, sameId) };
      case 'tokenSessionForgotten':
        return { ...tokens, sessions: tokens.sessions.filter(({ id }) => id !== change.id) };
      case 'tokensUser':
        return { ...tokens, users: put(tokens.users, change.user, (a, b) => a.name === b.name) };
    }
  },
  passcodes: () => [],
  secretShapes: TOKENS_SECRET_SHAPES,
  deadlines: ({ sessions }) =>
    sessions
      .filter(({ state }) => state === 'active')
      .flatMap(({ id, expiresAt, absoluteExpiresAt, family }): Deadline[] => [
        { kind: 'tokenSessionIdle', name: id, at: expiresAt },
        { kind: 'tokenSessionAbsolute', name: id, at: absoluteExpiresAt },
        ...family
          .filter(({ kind, state }) => kind === 'access' && state === 'live')
          .map((token): Deadline => ({ kind: 'accessToken', name: token.id, at: token.expiresAt })),
      ]),
};

/** The session with this id, or else the youngest session of the user with this name. */
export function tokenSessionNamed({ sessions }: TokensState, of: string): ControlledSession | undefined {
  return sessions.find(({ id }) => id === of) ?? sessions.findLast(({ user }) => user === of);
}
