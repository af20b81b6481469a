import { counted } from '../../../../core/base/counted';
import { grouped } from '../../../../core/base/grouped';
import { TokensRefusal } from '../tokensRefusal';

/** Parameters that may be there several times: RFC 8707, 2. They mean nothing here. */
const REPEATABLE = ['resource', 'audience'];

/** Clients send about twenty. Each costs time, and a body could have a million of them. */
const MOST_PARAMETERS = 1000;

/** The parameters of a query or of a form. One without a value counts as absent (RFC 6749, 3.1 and 3.2). */
export class FormParameters {
  private readonly values: ReadonlyMap<string, readonly string[]>;

  /**
   * @param text as it was sent, without a question mark
   * @throws TokensRefusal if it is not well-formed, or has too many parameters
   */
  constructor(text: string) {
    assertFew(text);
    const parameters = text.split('&').flatMap((part) => {
      const end = part.indexOf('=');
      const name = decoded(end < 0 ? part : part.slice(0, end));
      const value = end < 0 ? '' : decoded(part.slice(end + 1));
      return value === '' ? [] : [{ name, value }];
    });
    const named = grouped(parameters, ({ name }) => name);
    this.values = new Map([...named].map(([name, all]) => [name, all.map(({ value }) => value)]));
  }

  /** The names of those that are there more than once, and may not be. */
  get repeated(): readonly string[] {
    return [...this.values]
      .filter(([name, values]) => values.length > 1 && !REPEATABLE.includes(name))
      .map(([name]) => name);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** @returns undefined if it is absent, or there more than once */
  get(name: string): string | undefined {
    const values = this.values.get(name) ?? [];
    return values.length === 1 ? values[0] : undefined;
  }

  /** @throws TokensRefusal if it is absent */
  required(name: string): string {
    const value = this.get(name);
    if (value === undefined) {
      throw new TokensRefusal(400, 'parameter-missing', `The parameter “${name}” is missing; send it.`);
    }
    return value;
  }

  /** @throws TokensRefusal if one is there more than once */
  assertOnce(): void {
    const [name] = this.repeated;
    if (name === undefined) return;
    throw new TokensRefusal(
      400,
      'parameter-twice',
      // A name may be anything that somebody sends.
      `The parameter “${name.slice(0, 40)}” is there more than once; send it once.`,
    );
  }
}

/** Looks no further than the limit. */
function assertFew(text: string): void {
  let count = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (++count <= MOST_PARAMETERS) continue;
    throw new TokensRefusal(
      400,
      'form-malformed',
      `There are more than ${counted(MOST_PARAMETERS, 'parameter')}; send only those that the request needs.`,
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TokensRefusal(
      400,
      'form-malformed',
      'The parameters are not form-encoded in UTF-8; encode % as %25, and send application/x-www-form-urlencoded.',
    );
  }
}
