import { urlEncoded } from '../../base/urlText';
import type { Json } from '../../json/json';
import type { ControlCall } from '../../protocol/controlCall';
import type { ControlledSession, TokenReplay, TokensUser, TokensUserPatch } from './tokenSession';

/** The calls of the control API for the token server. */
export const TOKENS_CALLS = {
  sessions: (): ControlCall<ControlledSession[]> => ({ method: 'GET', path: '/tokens/sessions' }),
  /** Ends a session, as an administrator does. */
  endSession: (id: string): ControlCall<void> => ({ method: 'DELETE', path: pathOf('sessions', id) }),
  users: (): ControlCall<TokensUser[]> => ({ method: 'GET', path: '/tokens/users' }),
  changeUser: (name: string, patch: TokensUserPatch): ControlCall<TokensUser> => ({
    method: 'PATCH',
    path: pathOf('users', name),
    json: patch as Json,
  }),
  /** Ends all sessions of a user, as an administrator does. */
  endSessionsOf: (user: string): ControlCall<void> => ({ method: 'DELETE', path: `${pathOf('users', user)}/sessions` }),
  /** Does what the server does when somebody presents this token now. */
  replay: (session: string, token: string): ControlCall<TokenReplay> => ({
    method: 'POST',
    path: `${pathOf('sessions', session)}/tokens/${urlEncoded(token)}/replay`,
  }),
} as const;

function pathOf(list: string, id: string): string {
  return `/tokens/${list}/${urlEncoded(id)}`;
}
