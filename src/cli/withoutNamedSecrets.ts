import { changedStretches } from '../core/base/changedStretches';
import { joinedStretches } from '../core/base/textLevels';
import { REDACTED } from '../core/protocol/redacted';
import { isSecretParameter } from '../core/protocol/secretNames';
import { commandSecrets } from '../core/redaction/commandSecrets';
import { withoutSchemeCredentials } from '../core/redaction/schemeCredentials';
import { withoutUrlPasswords } from '../core/redaction/urlPasswords';

/** A name and a value, as in an option, an address or the name of a file. Sentences have typographic quotes around them. */
const PAIR = /(?<![\w$.-])([\w$.-]{1,64})=([^\s&;"'“”«»<>]+)/g;
/** The same as it stands in a line of its own elsewhere. */
const LINE = /(?<![\w$.-])([\w$.-]{1,64})(:\s?)([^\s:/&;"'“”«»<>]+)/g;
/** What no word of a sentence has, which goes on behind a colon. */
const ODD = /\d{4}|\d\p{L}|\p{L}\d|\p{Ll}\p{Lu}/u;
/** What a sentence that says how to give a value has in its place. */
const PLACEHOLDER = /^(?:VALUE|FILE)[.,:)]*$/;
/** Whatever stands behind it where no other word can: also what are no credentials in Base64. */
const BASIC = /\b(Basic)\s+(?=\S*\d)\S{8,}/gi;

/** A message without the secrets that somebody has given in a wrong place of a call, and that it repeats. */
export function withoutNamedSecrets(text: string): string {
  const plain = withoutSchemeCredentials(withoutUrlPasswords(text));
  return changedStretches(plain, joinedStretches(commandSecrets(plain)), () => REDACTED)
    .replace(PAIR, (all, name: string, value: string) =>
      isSecretParameter(name.replace(/^-+/, '')) && !PLACEHOLDER.test(value) ? `${name}=${REDACTED}` : all,
    )
    .replace(LINE, (all, name: string, sign: string, value: string) =>
      ODD.test(value) && isSecretParameter(name) ? name + sign + REDACTED : all,
    )
    .replace(BASIC, `$1 ${REDACTED}`);
}
