import type { IntroductionLine } from '../../../core/protocol/introductionLine';
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
): readonly IntroductionLine[] {
  return [
    {
      label: 'Token sessions',
      text: `${preset}: access ${duration(accessMs)}, idle ${duration(idleMs)}, absolute ${duration(absoluteMs)}`,
    },
    { label: 'OAuth', text: `${url}${paths.metadata}` },
    { label: 'Own form', text: `POST ${url}${paths.login}` },
    { label: 'Users', text: usersText(users) },
    { label: 'How to get on', text: 'docs/tokens.md: its routes, events and options; it is with the sources' },
  ];
}

function usersText(users: TokensOptions['users']): string {
  if (!users) return `any name, with any password but “${NOBODYS_PASSWORD}”`;
  const names = users.filter(({ disabled = false }) => !disabled).map(({ name }) => name);
  if (names.length === 0) return 'nobody can sign in; the option tokens.users says who can';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const passwords = names.length === 1 ? 'the password' : 'their passwords';
  return `${names.slice(0, MOST_NAMES).join(', ')}${more}, with ${passwords} in the option tokens.users`;
}

function duration(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  const [size, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1000, 's'];
  return `${ms / size} ${unit}`;
}
