import { REDACTED } from '../core/protocol/redacted';
import { isSecretParameter } from '../core/protocol/secretNames';

/** A name and a value, as in an option, an address or the name of a file. Sentences have typographic quotes around them. */
const PAIR = /(?<![\w$.-])([\w$.-]{1,64})=([^\s&;"'“”«»<>]+)/g;
/** A user and a password in an address. Of its two slashes a path keeps one. */
const USER = /(:\/{1,2}[^\s/:@]{0,64}):[^\s/@]+@/g;
/** What a sentence that says how to give a value has in its place. */
const PLACEHOLDER = /^(?:VALUE|FILE)[.,:)]*$/;
const SCHEME = /\b(Bearer|Basic)\s+(?=\S*\d)\S{8,}/gi;

/** A message without the secrets that somebody has given in a wrong place of a call, and that it repeats. */
export function withoutNamedSecrets(text: string): string {
  return text
    .replace(PAIR, (all, name: string, value: string) =>
      isSecretParameter(name.replace(/^-+/, '')) && !PLACEHOLDER.test(value) ? `${name}=${REDACTED}` : all,
    )
    .replace(USER, `$1:${REDACTED}@`)
    .replace(SCHEME, `$1 ${REDACTED}`);
}
