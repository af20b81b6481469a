import { REDACTED } from '../../core/protocol/redacted';
import { SHORTEST_SECRET } from '../../core/redaction/shortestSecret';

const WORDS = /^[A-Za-z]+(?:[-_. ][A-Za-z]+)*$/;
/** Between two texts in a list of JSON. */
const BETWEEN = /",\s*"/;
/** One word or several, between quotes that may stand in a text between quotes. */
const QUOTED = /(?<=["'“‘«`])[A-Za-z]+(?:[-_. ][A-Za-z]+)*(?=\\*["'”’»`])/g;
/** In a query or a form, where a blank has another spelling. */
const BEHIND_A_NAME = /(?<==)[A-Za-z]+(?:(?:[-_.+]|%20)[A-Za-z]+)*(?![\w%+-])/g;

/**
 * Secrets that were sent and are words, such as the password of an example. Words stand everywhere, so they are covered only
 * where one is a whole value: between quotes, or behind the name of a parameter.
 */
export class SentWords {
  private readonly known = new Set<string>();

  /** @param secret one that was sent; a list of which some are short is one secret, such as `ada","Summertime` */
  add(secret: string): void {
    for (const part of secret.split(BETWEEN))
      if (part.length >= SHORTEST_SECRET && WORDS.test(part)) this.known.add(part);
  }

  covered(text: string): string {
    if (this.known.size === 0) return text;
    const cover = (found: string) => (this.known.has(found.replace(/\+|%20/g, ' ')) ? REDACTED : found);
    return text.replace(QUOTED, cover).replace(BEHIND_A_NAME, cover);
  }
}
