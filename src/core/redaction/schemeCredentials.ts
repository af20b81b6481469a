import { REDACTED } from '../protocol/redacted';

/**
 * What stands before credentials: the scheme, and white space as it is, as a URL writes it, or as a form does. A challenge has
 * parameters there.
 */
const CREDENTIALS =
  /(?<![A-Za-z])((?:Bearer|DPoP|Negotiate|NTLM|Hawk|HOBA|vapid|GNAP|SCRAM-SHA-[\w-]{1,16})(?:\s|%20|\+){1,8}\\{0,4}["'“]?)(?!%|[\w-]{1,64}=["'])([^\s"'`“”‘’«»<>,;&{}()[\]\\|•…]{4,})/gi;
/** The end of a sentence, which no credentials have. */
const END = /[.!?:]+$/;
const NUMBER = /^\d{1,6}$/;
/** The parameters of `Digest` that a password was used for, or that are used for it once. User, realm and URI are no secrets. */
const DIGEST =
  /(?<![A-Za-z])((?:response(?:-auth)?|rspauth|[cn]nonce|nextnonce|nonce|opaque)\s{0,4}(?:=|%3D)\s{0,4})(\\{0,4}["']|%22)?([\w+/.-]{1,256}(?:=|%3D){0,2})/gi;
/** Other schemes that have parameters, and those. Each parameter has a name and a value, which may be quoted. */
const WITH_PARAMETERS =
  /(?<![A-Za-z])(?:Hawk|HOBA|vapid|GNAP|Mutual|OAuth|SCRAM-SHA-[\w-]{1,16}|AWS4-[\w-]{1,24})(?:\s|\+){1,8}(?:[\w-]{1,32}\s{0,4}=\s{0,4}(?:\\{0,4}"[^"\\\r\n]{0,2048}\\{0,4}"|[^\s,;"'<>\\]{1,2048})[\s,;]{0,8}){1,16}/gi;
const PARAMETER = /([\w-]{1,32}\s{0,4}=\s{0,4}\\{0,4}"?)([^\s,;"'<>\\]+)/g;
/** Parameters that say where, when and how, and who asks. */
const TOLD =
  /^(?:realm|algorithm|qop|nc|uri|charset|user(?:name|hash)?|domain|stale|ts|version|signedheaders|oauth_(?:version|timestamp|signature_method|callback|consumer_key)|scope|error\w*|sid|app)$/i;
const SHORTEST_RESPONSE = 8;
const MAY_HAVE_SCHEME = /bearer|dpop|negotiate|ntlm|hawk|hoba|vapid|gnap|scram-/i;
const MAY_HAVE_PARAMETERS = /hawk|hoba|vapid|gnap|mutual|oauth|scram-|aws4-/i;
const MAY_HAVE_DIGEST = /digest/i;

/** A token without any digit is longer than words are. */
const LONGEST_WORD = 20;
/** One, or some that a sign joins, also at the end of a sentence. */
const WORD = /^(?:\p{Lu}?\p{Ll}+(?:[-'/.]\p{Lu}?\p{Ll}+)*|\p{Lu}+)\.?$/u;

/** Whether what follows `Bearer` may be meant by it, as it is no word of a sentence. */
export function mayBeCredential(value: string): boolean {
  return value.length > LONGEST_WORD || !WORD.test(value);
}

/**
 * A text without what the schemes of an Authorization header have behind them. For `Basic` see `withoutBasicCredentials`.
 * @param instead what is put in the place of credentials
 */
export function withoutSchemeCredentials(
  text: string,
  instead: (credentials: string) => string = () => REDACTED,
): string {
  let covered = MAY_HAVE_PARAMETERS.test(text) ? withoutParameters(text, instead) : text;
  if (MAY_HAVE_SCHEME.test(covered)) {
    covered = covered.replace(CREDENTIALS, (all, scheme: string, value: string) => {
      const end = END.exec(value)?.[0] ?? '';
      const own = value.slice(0, value.length - end.length);
      return own === '' || NUMBER.test(own) || !mayBeCredential(own) ? all : scheme + instead(own) + end;
    });
  }
  if (!MAY_HAVE_DIGEST.test(covered)) return covered;
  return covered.replace(DIGEST, (all, name: string, quote: string | undefined, value: string) =>
    quote === undefined && value.length < SHORTEST_RESPONSE ? all : name + (quote ?? '') + instead(value),
  );
}

function withoutParameters(text: string, instead: (credentials: string) => string): string {
  return text.replace(WITH_PARAMETERS, (all) =>
    all.replace(PARAMETER, (whole, name: string, value: string) =>
      TOLD.test(/^[\w-]+/.exec(name)?.[0] ?? '') ? whole : name + instead(value),
    ),
  );
}
