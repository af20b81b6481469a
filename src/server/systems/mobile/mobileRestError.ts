import type { Trace } from '../../kernel/journal/trace';
import { type MobileReason, note } from './note';

/**
 * 4D's errors of mobile apps with the HTTP status we answer. Where they come from, and what of them is
 * inferred: docs/facts/4d-mobile.md#errors-of-the-mobile-face.
 */
export const MOBILE_ERRORS = {
  1279: { status: 200, text: 'A query placeholder is missing or null' },
  1901: { status: 400, text: 'The request is mal formed' },
  1902: { status: 404, text: 'The database method is not defined' },
  1903: { status: 500, text: 'The database method has failed' },
  1904: { status: 400, text: 'Bad request' },
  1905: { status: 503, text: 'The database method took too long to execute' },
  1906: { status: 403, text: 'This request is forbidden' },
  1907: { status: 401, text: 'The request is unauthorized' },
  1908: { status: 503, text: 'Max number of sessions reached' },
  1909: { status: 404, text: 'The URL is malformed' },
  1910: { status: 405, text: 'This method is not applicable' },
  1911: { status: 405, text: 'This method cannot be called with GET' },
  1912: { status: 401, text: 'The authentication was refused' },
  1913: { status: 503, text: 'No licenses available' },
} as const;

export type MobileErrorCode = keyof typeof MOBILE_ERRORS;

interface RestError {
  readonly message: string;
  readonly componentSignature: 'mobi';
  readonly errCode: number;
}

/** The body of a refusal: Android reads `__ERRORS`, iOS `__ERROR`, and both `success` and `statusText`. */
export interface RestErrorBody {
  readonly success: false;
  readonly statusText?: string;
  readonly __ERRORS: readonly RestError[];
  readonly __ERROR: readonly RestError[];
}

export function restErrorBody(errCode: number, message: string, statusText?: string): RestErrorBody {
  const errors = [{ message, componentSignature: 'mobi', errCode }] as const;
  return { success: false, ...(statusText !== undefined && { statusText }), __ERRORS: errors, __ERROR: errors };
}

/** A refusal, thrown where it is found; the face's error handler answers it. */
export class MobileError extends Error {
  override readonly name = 'MobileError';
  readonly status: number;
  readonly statusText: string | undefined;
  /** The methods that the route has, for the header `Allow`. */
  readonly allow: string | undefined;

  constructor(
    readonly errCode: MobileErrorCode,
    /** Said after 4D's own text. */
    reason?: string,
    options: { readonly status?: number; readonly statusText?: string; readonly allow?: string } = {},
  ) {
    const { text, status } = MOBILE_ERRORS[errCode];
    super(reason === undefined ? text : `${text}. ${reason}`);
    this.status = options.status ?? status;
    this.statusText = options.statusText;
    this.allow = options.allow;
  }

  get body(): RestErrorBody {
    return restErrorBody(this.errCode, this.message, this.statusText);
  }
}

/** Refuses a request for a reason that journal and asker are both told. */
export function refuse(trace: Trace, rule: MobileReason, errCode: MobileErrorCode, reason: string): never {
  note(trace, rule, reason);
  throw new MobileError(errCode, reason);
}
