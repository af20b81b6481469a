import { type Phrase, phrase } from '../../../core/compliance/phrase';
import type { IntroductionPhrases } from '../../../core/server/introductionLine';
import type { TokensOptions } from './tokensOptions';
import type { TokensSettings } from './tokensSettings';
import { NOBODYS_PASSWORD } from './tokensUsers';

/** More names would not help a person who wants to sign in. */
const MOST_NAMES = 5;

/**
 * What a person needs to know to point an app at the server. Passwords and secrets of the options are never told.
 * @param url the origin of the server
 */
export function tokensIntroduction(
  url: string,
  { preset, accessMs, idleMs, absoluteMs, paths }: TokensSettings,
  { users }: TokensOptions,
): readonly IntroductionPhrases[] {
  return [
    {
      label: phrase('Token sessions'),
      text: phrase(
        '{0}: access {1}, idle {2}, absolute {3}',
        preset,
        durationWords(accessMs),
        durationWords(idleMs),
        durationWords(absoluteMs),
      ),
    },
    { label: 'OAuth', text: `${url}${paths.metadata}` },
    { label: phrase('Own form'), text: `POST ${url}${paths.login}` },
    { label: phrase('Users'), text: usersText(users) },
    { label: phrase('How to get on'), text: phrase('{0}, with the sources', 'docs/tokens.md') },
  ];
}

function usersText(users: TokensOptions['users']): Phrase {
  if (!users) return phrase('any name, with any password but “{0}”', NOBODYS_PASSWORD);
  const names = users.filter(({ disabled = false }) => !disabled).map(({ name }) => name);
  if (names.length === 0) return phrase('nobody can sign in; the option {0} says who can', 'tokens.users');
  const first = names.slice(0, MOST_NAMES).join(', ');
  const told = names.length > MOST_NAMES ? phrase('{0} and {1} more', first, String(names.length - MOST_NAMES)) : first;
  return names.length === 1
    ? phrase('{0}, with the password in the option {1}', told, 'tokens.users')
    : phrase('{0}, with their passwords in the option {1}', told, 'tokens.users');
}

function durationWords(ms: number): Phrase {
  if (ms % 86_400_000 === 0) return phrase('{0} d', String(ms / 86_400_000));
  if (ms % 3_600_000 === 0) return phrase('{0} h', String(ms / 3_600_000));
  if (ms % 60_000 === 0) return phrase('{0} min', String(ms / 60_000));
  return phrase('{0} s', String(ms / 1000));
}
