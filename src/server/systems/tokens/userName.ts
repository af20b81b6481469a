import { isLongerThan, LONGEST_TOKENS_USER } from '../../../core/systems/tokens/tokensTexts';
import { withoutSecrets } from './withoutSecrets';

/** @returns why no user can have a name, as words that follow what has it; undefined if one can */
export function userNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (isLongerThan(name, LONGEST_TOKENS_USER)) return `is longer than ${LONGEST_TOKENS_USER} characters`;
  if (!name.isWellFormed()) return 'has half of a surrogate pair, which no URL can have';
  // The control API has the name in a path, and clients take these two for steps of it (RFC 3986, 5.2.4).
  if (name === '.' || name === '..') return `is “${name}”, which no path can have as a name`;
  // Names are told to everybody who sees the users.
  if (withoutSecrets(name) !== name) return 'has the form of a token or a code, which is a secret';
  return undefined;
}
