import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpError, type HttpErrorCode } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import { bearerToken } from './bearer';

/** Checks the secret of the control API. It keeps only a hash of it. */
export class BearerToken {
  private readonly digest: Buffer;

  constructor(token: string) {
    this.digest = digestOf(token);
  }

  /**
   * Compares in constant time, so that the duration reveals nothing about the token.
   * @throws HttpError 401 unless the header has the token
   */
  check(authorization: string | undefined): void {
    this.assert(bearerToken(authorization), {
      missing: 'This needs the control token; send it as Authorization: Bearer followed by it.',
      wrong: 'This is not the control token of this server; every start makes a new one.',
    });
  }

  /**
   * The same for a header that has nothing but the token.
   * @param name as people write it
   * @throws HttpError 401 unless it is the token
   */
  checkHeader(name: string, value: string | undefined): void {
    this.assert(value === '' ? undefined : value, {
      missing: `This needs the control token; send it as ${name}, with nothing before it.`,
      wrong: `${name} is not the control token of this server, alone; every start makes a new one.`,
    });
  }

  private assert(given: string | undefined, words: { readonly missing: string; readonly wrong: string }): void {
    if (given === undefined) throw refused('token-missing', words.missing);
    // Digests have the same length for every input, as the comparison needs.
    if (!timingSafeEqual(digestOf(given), this.digest)) throw refused('token-wrong', words.wrong);
  }
}

function refused(code: HttpErrorCode, message: string): Refusal {
  return new HttpError(401, code, message, { headers: { 'www-authenticate': 'Bearer realm="Session Workbench"' } });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
