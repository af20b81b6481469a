import { urlEncoded } from '../../base/urlText';
import type { Json } from '../../json/json';
import type { ControlCall } from '../../protocol/controlCall';
import type { MendixSession, MendixSweep, MendixUser, MendixUserPatch } from './mendixSession';

/** The calls of the control API for the Mendix runtime. */
export const MENDIX_CALLS = {
  sessions: (): ControlCall<MendixSession[]> => ({ method: 'GET', path: '/mendix/sessions' }),
  /** Ends a session. Its authentication tokens stay. */
  endSession: (id: string): ControlCall<void> => ({ method: 'DELETE', path: pathOf('sessions', id) }),
  /** Does at once what the next sweep would do. */
  sweep: (): ControlCall<MendixSweep> => ({ method: 'POST', path: '/mendix/sweep' }),
  users: (): ControlCall<MendixUser[]> => ({ method: 'GET', path: '/mendix/users' }),
  changeUser: (name: string, patch: MendixUserPatch): ControlCall<MendixUser> => ({
    method: 'PATCH',
    path: pathOf('users', name),
    json: patch as Json,
  }),
  /** Ends an authentication token by hand. */
  endToken: (id: string): ControlCall<void> => ({ method: 'DELETE', path: pathOf('tokens', id) }),
  /** Ends an authentication token as if its time were over. */
  expireToken: (id: string): ControlCall<void> => ({ method: 'POST', path: `${pathOf('tokens', id)}/expire` }),
} as const;

function pathOf(list: string, id: string): string {
  return `/mendix/${list}/${urlEncoded(id)}`;
}
