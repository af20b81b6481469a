import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpError } from '../answer/httpError';
import { bearerToken } from './bearer';

/** The secret of the control API. It is never told again, only compared. */
export class BearerToken {
  private readonly digest: Buffer;

  constructor(token: string) {
    this.digest = digestOf(token);
  }

  /** Throws a 401 unless the header bears the token. The time that it takes tells nothing about it. */
  check(authorization: string | undefined): void {
    const given = bearerToken(authorization);
    if (given === undefined) {
      throw refused('token-missing', 'This needs the control token; send it as Authorization: Bearer followed by it.');
    }
    // Digests are of one length, whatever was given.
    if (!timingSafeEqual(digestOf(given), this.digest)) {
      throw refused('token-wrong', 'This is not the control token of this server; every start makes a new one.');
    }
  }
}

function refused(code: string, message: string): HttpError {
  return new HttpError(401, code, message, { 'www-authenticate': 'Bearer realm="Session Workbench"' });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
