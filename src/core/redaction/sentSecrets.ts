import { formDecoded, urlEncoded } from '../base/urlText';
import { wordReplaced } from '../base/wordReplaced';
import { parseJson } from '../json/parseJson';
import { REDACTED } from '../protocol/redacted';
import { coveredParts } from './coveredParts';
import type { NamedSecrets } from './namedSecrets';
import { redactHost } from './redactAuthority';
import { type RawHeaders, redactBody, redactUrl } from './redactMessage';
import { secretsInRequest } from './secretsInRequest';
import { SHORTEST_SECRET } from './shortestSecret';

/** A word or a few. A message that repeats one has it as a word of its own, too. */
const WORDS = /^[A-Za-z]{1,15}(?:[-_. ][A-Za-z]{1,15})*$/;
const LONGEST_WORDS = 24;
/** A longer body is not looked for. */
const LONGEST_BODY = 16 * 1024;

/**
 * The secrets that a request has sent, to cover them in what answers it: “the password … is wrong”. In messages of the server a word
 * alone is left, because messages are made of words. In the answer, a word that the request has named as a secret is covered too.
 */
export class SentSecrets {
  /** The longest first, because one may be in another. */
  private readonly texts: readonly string[];
  /** They are covered alone only, as they may be parts of other words. */
  private readonly words: readonly string[];

  /**
   * @param sent texts of the request, with their redacted forms
   * @param named what the request says is secret
   */
  constructor(sent: readonly (readonly [text: string, redacted: string])[], named: readonly string[] = []) {
    const texts = sent.flatMap(([text, redacted]) => (text === redacted ? [] : coveredParts(text, redacted, false)));
    const spelled = texts.flatMap((text) => [text, meantInJson(text), formDecoded(text)]);
    this.texts = longestFirst([...spelled, ...named].filter(isSpecial).flatMap(writings));
    this.words = longestFirst(named.filter((text) => !isSpecial(text) && text.length >= SHORTEST_SECRET));
  }

  /**
   * The secrets in the URL, in the headers, and in the body of a request.
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
    return new SentSecrets(
      [
        [host, redactHost(host)],
        [url, redactUrl(url, names)],
        [looked, redactBody(looked, contentType, Number.POSITIVE_INFINITY, names)],
      ],
      secretsInRequest({ headers, url, body: looked }),
    );
  }

  /** A message of the server, or what a developer has written. */
  covered(text: string): string {
    return this.texts.reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
  }

  /** A part of the answer. */
  coveredInAnswer(text: string): string {
    return this.words.reduce((left, word) => wordReplaced(left, word, REDACTED), this.covered(text));
  }
}

function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((one, other) => other.length - one.length);
}

/** How a text may stand in an answer. */
function writings(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1), urlEncoded(text)];
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
