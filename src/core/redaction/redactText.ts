import { urlDecoded, urlEncoded } from '../base/urlText';
import { REDACTED } from '../protocol/secretNames';
import { dropAfterSecret } from './dropAfterSecret';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { redactBesideName, redactNamedInXml, redactOptions } from './redactBesideName';
import { redactFormParts } from './redactFormParts';
import { redactMembers } from './redactMembers';
import { withoutSchemeCredentials } from './schemeCredentials';
import { withoutUrlPasswords } from './urlPasswords';

/**
 * Base64 of a JSON object: a connection token, or a JWT with its other parts. It may be in either alphabet, and may be
 * escaped for a URL. A session id is hexadecimal, so it stays readable.
 */
const BASE64_JSON = /e(?:y[AIJ]|w[o0k])(?:[A-Za-z0-9+/_-]|\\\/|%2[BbFf]|%3[Dd]){12,}=*(?:\.[A-Za-z0-9_-]+)*/g;
/** A key. A session id is shorter: it has 40 digits. */
const LONG_HEX = /[0-9A-Fa-f]{48}[0-9A-Fa-f]*/g;
const CREDENTIALS = /\b(Bearer|Basic|DPoP)(\s+)(?![\w-]{1,64}=["'])[\w.~+/=-]{8}[\w.~+/=-]*/gi;
/**
 * `name=value` in a URL, HTML or a form. A name must start where its run of characters starts, so that each character
 * is read only once.
 */
const PAIR = /(?<![\w$.%[\]-])([\w$.%[\]-]+)=("[^"\r\n]*"?|'[^'\r\n]*'?|[^&\s"'<>\\#]*)/g;
/** A part of a URL inside a URL: `https%3A%2F%2Fa%2F%3Fstate%3Dabc`. */
const ESCAPED_PAIR = /(?<![^\s"'<>&=])[^\s"'<>&=]*%3[Dd][^\s"'<>&=]*/g;
/** `name: "value"` or `name: 4711`, where the name has no quotes. The quotes may be escaped. */
const ARGUMENT =
  /(?<![\w$."'\\-])(([\w$-]+)[ \t]{0,8}:\s{0,8})(?:(\\{0,4}["'])(?:[^"'\\\r\n]|\\(?!["'])|(?!\3)\\?["'])*(?:\3)?|\d{4,12}(?![\w.-]))/g;
/** `name: value` without quotes, up to the end of the line. */
const LINE = /(?<![\w$-])([\w$-]+)(\s*:[ \t]*)([^\r\n,}"'<&]+)/g;
/** A passcode in a sentence: "Your code is <b>493021</b>", but not "error code 1913". */
const SPELLED_CODE =
  /(?<!(?:error|status|exit|http)[ -]?)(\b(?:[Cc]ode|CODE|[Oo]tp|OTP|[Pp]asscode|PIN)\b(?:<[^<>]*>|[^<\d]){0,60}?(?<![A-Za-z0-9]))(?=[A-Z]*\d)[A-Z0-9]{4,12}(?![\w])/g;
const CODE_FIRST =
  /\b(?=[A-Z]*\d)[A-Z0-9]{4,12}\b(?=(?:<[^<>]*>|\s){1,9}is\s+(?:your|the)\s+(?:[\w-]+\s+){0,3}(?:code|otp|passcode)\b)/g;
const MAY_HAVE_TOKEN = /e[yw]/;
const MAY_HAVE_CREDENTIALS = /bearer|basic|dpop/i;
const MAY_SPELL_CODE = /code|otp|pin/i;
/** An element of XML and its text, which may be CDATA. */
const ELEMENT = /(<(?:[\w$.-]+:)?([\w:$.-]+)(?:\s[^<>]*)?>)((?:[^<]+|<!\[CDATA\[(?:[^\]]+|\](?!\]>))*(?:\]\]>|$))+)/g;
/** A character of a name that is escaped as JSON allows: `\u0061`. */
const ESCAPED_WORD = /\\u00([2-7][0-9A-Fa-f])/g;
const INPUT = /<input\b[^>]*/gi;

/** The maximum depth of URLs inside URLs. Deeper ones are replaced as a whole. */
const MAX_DEPTH = 4;

/**
 * Redacts secrets that are recognized without a name next to them.
 * @param name of the member, header or parameter that has the text. Under that of an identifier or a hash, more is readable
 */
export function redactTokens(text: string, names: NamedSecrets = COMMON_SECRETS, name?: string): string {
  let redacted = names.withoutShapes(text, name);
  if (MAY_HAVE_TOKEN.test(redacted)) redacted = redacted.replace(BASE64_JSON, REDACTED);
  if (redacted.length >= 48) redacted = redacted.replace(LONG_HEX, REDACTED);
  return MAY_HAVE_CREDENTIALS.test(redacted) ? redacted.replace(CREDENTIALS, `$1$2${REDACTED}`) : redacted;
}

/**
 * Redacts the secrets in a text that has parts in other formats: URLs, HTML, JSON. It runs for each header and each
 * text in JSON. Most of them have no secrets, so it first checks for a character without which the pattern cannot
 * match.
 * @param depth number of URLs around this text
 * @param name as of `redactTokens`
 */
export function redactText(text: string, names: NamedSecrets = COMMON_SECRETS, depth = 0, name?: string): string {
  const redacted = redactSentence(text, names, depth, name);
  return MAY_SPELL_CODE.test(redacted)
    ? redacted.replace(SPELLED_CODE, `$1${REDACTED}`).replace(CODE_FIRST, REDACTED)
    : redacted;
}

/**
 * Like `redactText`, but for a sentence that the product wrote. A word such as “code” or “passcode” in it does not make a
 * secret of the number that follows, which is a time, a limit or an id.
 */
export function redactSentence(text: string, names: NamedSecrets = COMMON_SECRETS, depth = 0, name?: string): string {
  let redacted = redactTokens(text, names, name);
  if (redacted.includes('-')) redacted = redactOptions(redacted, names);
  redacted = withoutSchemeCredentials(withoutUrlPasswords(redacted));
  if (/["']\s*:/.test(redacted)) redacted = redactMembers(redacted, names);
  if (/:\s*(?:\\{0,4}["']|\d{4})/.test(redacted)) redacted = redactArguments(redacted, names);
  if (redacted.includes('=') || redacted.includes('%')) redacted = redactPairs(redacted, names, depth);
  return redacted.includes('<') ? redactElements(redacted, names) : redacted;
}

/** Arguments as GraphQL and programs have them: `login(password: "…", pin: 4711)`. */
function redactArguments(text: string, names: NamedSecrets): string {
  return text.replace(ARGUMENT, (all, start: string, name: string, quote: string | undefined) =>
    names.isName(name) ? `${start}${quote ?? ''}${REDACTED}${quote ?? ''}` : all,
  );
}

function redactPairs(text: string, names: NamedSecrets, depth: number): string {
  if (depth > MAX_DEPTH) return REDACTED;
  return text
    .replace(PAIR, (all, name: string, value: string, at: number) =>
      // A namespace of XML.
      name === 'xmlns' || text.startsWith('xmlns:', at - 6) ? all : redactPair(name, value, names, depth),
    )
    .replace(ESCAPED_PAIR, (part) => redactEscaped(part, names, depth));
}

function redactElements(text: string, names: NamedSecrets): string {
  return text
    .replace(ELEMENT, (all, start: string, name: string, value: string) =>
      names.isParameter(name) && value.trim() !== '' ? start + REDACTED : all,
    )
    .replace(INPUT, (tag) => input(tag, names));
}

/** Like `redactText`, but for a body in an unknown format. It treats more as a secret. */
export function redactLooseText(text: string, names: NamedSecrets = COMMON_SECRETS): string {
  // In XML a colon stands between a namespace and a name.
  const inLines = /^\s*</.test(text) ? names.inside : names;
  const plain = text.replace(ESCAPED_WORD, (escaped, code: string) => {
    const char = String.fromCharCode(Number.parseInt(code, 16));
    return /[\w$.-]/.test(char) ? char : escaped;
  });
  const redacted = redactText(
    redactFormParts(dropAfterSecret(plain, names.inside), names).replace(
      LINE,
      (all, name: string, colon: string, value: string) =>
        inLines.isSecret(name, value.trim()) ? name + colon + REDACTED : all,
    ),
    names,
  );
  return /^\s*</.test(plain) ? redactNamedInXml(redacted, names.inside) : redactBesideName(redacted, names.inside);
}

/** The value may have pairs of its own: `a=1;token=2`, or a URL. */
export function redactPair(name: string, value: string, names: NamedSecrets, depth: number): string {
  const plainName = urlDecoded(name);
  // A name may be a secret too.
  const shown = name.length > 12 ? redactTokens(name, names.inside) : name;
  if (value === '') return `${shown}=`;
  if (names.isParameter(plainName)) return `${shown}=${REDACTED}`;
  return `${shown}=${redactEscaped(value, names.inside, depth, plainName)}`;
}

/**
 * 4D passes a one-time passcode to an ORDA function as `$params='["…"]'`
 * (docs/facts/4d-web.md#the-two-ways-of-a-passcode).
 */
const PASSCODE = /(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}(?![0-9A-Fa-f])/g;

/** Redacts a text that may be escaped for a URL. It is returned unchanged if it has no secrets. */
export function redactEscaped(text: string, names: NamedSecrets, depth: number, name?: string): string {
  const decoded = urlDecoded(text);
  const looked = name === '$params' ? decoded.replace(PASSCODE, REDACTED) : decoded;
  const redacted = redactText(looked, names, depth + 1, name);
  if (redacted === decoded) return redactTokens(text, names, name);
  return decoded === text ? redacted : urlEncoded(redacted).replaceAll(urlEncoded(REDACTED), REDACTED);
}

function input(tag: string, names: NamedSecrets): string {
  const name = /\bname\s*=\s*["']?([^\s"'>]+)/i.exec(tag)?.[1];
  const isSecretField = (name !== undefined && names.isParameter(name)) || /\btype\s*=\s*["']?password/i.test(tag);
  return isSecretField ? tag.replace(/(\bvalue\s*=\s*)(?:"[^"]*"?|'[^']*'?|[^\s>]+)/i, `$1"${REDACTED}"`) : tag;
}
