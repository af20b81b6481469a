import { formDecoded, urlEncoded } from '../base/urlText';
import { parseJson } from '../json/parseJson';
import { REDACTED } from '../protocol/redacted';
import { coveredParts } from './coveredParts';
import type { NamedSecrets } from './namedSecrets';
import { redactHost } from './redactAuthority';
import { type RawHeaders, redactBody, redactUrl } from './redactMessage';
import { SHORTEST_SECRET } from './shortestSecret';

/** A word or a few. A message that repeats one has it as a word of its own, too. */
const WORDS = /^[A-Za-z]{1,15}(?:[-_. ][A-Za-z]{1,15})*$/;
const LONGEST_WORDS = 24;
/** A longer body is not looked for. */
const LONGEST_BODY = 16 * 1024;

/**
 * The secrets that a request has sent, to cover them in what answers it: “the password … is wrong”. A word alone is left,
 * because messages are made of words.
 */
export class SentSecrets {
  /** The longest first, because one may be in another. */
  private readonly texts: readonly string[];

  /** @param sent texts of the request, with their redacted forms */
  constructor(sent: readonly (readonly [text: string, redacted: string])[]) {
    const texts = sent.flatMap(([text, redacted]) => (text === redacted ? [] : coveredParts(text, redacted, false)));
    const spelled = texts.flatMap((text) => [text, meantInJson(text), formDecoded(text)]).filter(isSpecial);
    const all = spelled.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), urlEncoded(text)]);
    this.texts = [...new Set(all)].sort((one, other) => other.length - one.length);
  }

  /**
   * The secrets in the URL, in the name of the host, and in the body of a request.
   * @param names as they are for this request
   */
  static of(
    url: string,
    { headers, body = '' }: { readonly headers: RawHeaders; readonly body?: string | undefined },
    names: NamedSecrets,
  ): SentSecrets {
    const looked = body.length > LONGEST_BODY ? '' : body;
    const host = String(headers.host ?? '');
    const contentType = String(headers['content-type'] ?? '');
    return new SentSecrets([
      [host, redactHost(host)],
      [url, redactUrl(url, names)],
      [looked, redactBody(looked, contentType, Number.POSITIVE_INFINITY, names)],
    ]);
  }

  covered(text: string): string {
    return this.texts.reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
  }
}

function isSpecial(text: string): boolean {
  if (text.length < SHORTEST_SECRET || text.includes(REDACTED)) return false;
  return text.length > LONGEST_WORDS || !WORDS.test(text);
}

function meantInJson(text: string): string {
  try {
    return String(parseJson(text.startsWith('"') ? text : `"${text}"`));
  } catch {
    return text;
  }
}
