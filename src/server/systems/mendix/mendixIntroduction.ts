import { type Phrase, phrase } from '../../../core/compliance/phrase';
import type { IntroductionPhrases } from '../../../core/server/introductionLine';
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
): readonly IntroductionPhrases[] {
  return [
    {
      label: phrase('Mendix runtime'),
      text: hasTokens
        ? phrase('{0}, with authentication tokens', version)
        : phrase('{0}, before authentication tokens', version),
    },
    { label: phrase('Sign-in page'), text: `${url}/` },
    { label: phrase('Clients call'), text: `POST ${url}/xas/` },
    { label: phrase('Users'), text: usersText(users) },
    {
      label: phrase('How to get on'),
      text: phrase('{0}, with the sources', 'docs/mendix.md'),
    },
  ];
}

function usersText(users: MendixOptions['users']): Phrase {
  if (!users) return phrase('any name, with any password but “{0}”', WRONG_PASSWORD);
  if (users.length === 0) return phrase('nobody can sign in; the option {0} says who can', 'mendix.users');
  const names = users.filter(({ active = true }) => active).map(({ name }) => name);
  if (names.length === 0)
    return phrase('nobody can sign in: each of the option {0} has “active” at false', 'mendix.users');
  const first = names.slice(0, MOST_NAMES).join(', ');
  const told = names.length > MOST_NAMES ? phrase('{0} and {1} more', first, String(names.length - MOST_NAMES)) : first;
  return names.length === 1
    ? phrase('{0}, with the password in the option {1}', told, 'mendix.users')
    : phrase('{0}, with their passwords in the option {1}', told, 'mendix.users');
}
