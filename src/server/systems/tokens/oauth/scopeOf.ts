import type { Trace } from '../../../kernel/journal/trace';
import { note } from '../note';
import { TokensRefusal } from '../tokensRefusal';
import type { FormParameters } from './formParameters';

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;
const LONGEST = 2000;

/** The scope that a request asks for. @throws TokensRefusal if it is not well-formed */
export function askedScope(form: FormParameters): string | undefined {
  const scope = form.get('scope');
  if (scope === undefined || (SCOPE.test(scope) && scope.length <= LONGEST)) return scope;
  throw new TokensRefusal(
    400,
    'scope-malformed',
    'The scope is not written as words with one space between them; send it so.',
  );
}

/** What a user grants: all that is asked for, but for what this server does not have. */
export function grantedScope(asked: string | undefined, trace: Trace): string | undefined {
  const words = asked?.split(' ') ?? [];
  const granted = [...new Set(words)].filter((word) => word !== 'openid');
  if (words.includes('openid')) note(trace, 'tokens.scope.openid');
  return granted.length === 0 ? undefined : granted.join(' ');
}
