import type { IntroductionLine } from '../../../core/protocol/introductionLine';
import type { MendixOptions } from './mendixOptions';
import { WRONG_PASSWORD } from './mendixUsers';
import type { RuntimeSettings } from './runtimeSettings';

/** More names would not help a person who wants to sign in. */
const MOST_NAMES = 5;

/**
 * What a person needs to know to try the runtime: its version, the page that signs in, and who can sign in. Passwords of
 * the options are never told.
 * @param url the origin of the server
 */
export function mendixIntroduction(
  url: string,
  { version, hasTokens }: RuntimeSettings,
  { users }: MendixOptions,
): readonly IntroductionLine[] {
  return [
    { label: 'Mendix runtime', text: `${version}, ${hasTokens ? 'with' : 'before'} authentication tokens` },
    { label: 'Sign-in page', text: `${url}/` },
    { label: 'Clients call', text: `POST ${url}/xas/` },
    { label: 'Users', text: usersText(users) },
    {
      label: 'How to get on',
      text: 'docs/mendix.md: its options, and how to drive sessions, sweeps, users and tokens; it is with the sources',
    },
  ];
}

function usersText(users: MendixOptions['users']): string {
  if (!users) return `any name, with any password but “${WRONG_PASSWORD}”`;
  if (users.length === 0) return 'nobody can sign in; the option mendix.users says who can';
  const names = users.filter(({ active = true }) => active).map(({ name }) => name);
  if (names.length === 0) return 'nobody can sign in: each of the option mendix.users has “active” at false';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const passwords = names.length === 1 ? 'the password' : 'their passwords';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}, with ${passwords} in the option mendix.users`;
}
