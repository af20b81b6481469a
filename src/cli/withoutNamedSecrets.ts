import { REDACTED } from '../core/protocol/redacted';
import { isSecretParameter } from '../core/protocol/secretNames';
import { withoutSchemeCredentials } from '../core/redaction/schemeCredentials';
import { withoutUrlPasswords } from '../core/redaction/urlPasswords';

/** A name and a value, as in an option, an address or the name of a file. Sentences have typographic quotes around them. */
const PAIR = /(?<![\w$.-])([\w$.-]{1,64})=([^\s&;"'“”«»<>]+)/g;
/** What a sentence that says how to give a value has in its place. */
const PLACEHOLDER = /^(?:VALUE|FILE)[.,:)]*$/;
/** Whatever stands behind it where no other word can: also what are no credentials in Base64. */
const BASIC = /\b(Basic)\s+(?=\S*\d)\S{8,}/gi;

/** A message without the secrets that somebody has given in a wrong place of a call, and that it repeats. */
export function withoutNamedSecrets(text: string): string {
  return withoutSchemeCredentials(withoutUrlPasswords(text))
    .replace(PAIR, (all, name: string, value: string) =>
      isSecretParameter(name.replace(/^-+/, '')) && !PLACEHOLDER.test(value) ? `${name}=${REDACTED}` : all,
    )
    .replace(BASIC, `$1 ${REDACTED}`);
}
