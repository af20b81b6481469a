import type { JournalRemedy } from '../../../core/protocol/journal';
import type { Trace } from '../../kernel/journal/trace';
import { type MobileRefusalRule, note } from './note';

/**
 * 4D's errors for mobile apps, each with the HTTP status of our answer. Sources, and what is inferred:
 * docs/facts/4d-mobile.md#errors-of-the-mobile-face.
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

/** The body of a refusal. Android reads `__ERRORS` and iOS reads `__ERROR`. Both read `success` and `statusText`. */
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

export interface MobileErrorOptions {
  readonly status?: number;
  readonly statusText?: string;
  /** The methods of the route, for the header `Allow`. */
  readonly allow?: string;
  /** Seconds after which the client may try again, for the header `Retry-After`. */
  readonly retryAfter?: number;
  /** What the journal says instead of the reason. */
  readonly told?: string;
  /** The option that decided so, for the journal. */
  readonly remedy?: JournalRemedy | undefined;
}

/** A refusal. The error handler of the face turns it into an answer. There is none without a reason in the journal. */
export class MobileError extends Error {
  override readonly name = 'MobileError';
  readonly status: number;
  readonly statusText: string | undefined;
  /** The methods of the route, for the header `Allow`. */
  readonly allow: string | undefined;
  readonly retryAfter: number | undefined;

  private constructor(
    readonly errCode: MobileErrorCode,
    reason: string | undefined,
    options: MobileErrorOptions,
  ) {
    const { text, status } = MOBILE_ERRORS[errCode];
    super(reason === undefined ? text : `${text}. ${reason}`);
    this.status = options.status ?? status;
    this.statusText = options.statusText;
    this.allow = options.allow;
    this.retryAfter = options.retryAfter;
  }

  /**
   * Writes the reason of a refusal to the journal, and returns the refusal.
   * @param reason added after 4D's own text
   */
  static of(
    trace: Trace,
    rule: MobileRefusalRule,
    errCode: MobileErrorCode,
    reason?: string,
    options: MobileErrorOptions = {},
  ): MobileError {
    note(trace, rule, options.told ?? reason, options.remedy);
    return new MobileError(errCode, reason, options);
  }

  get body(): RestErrorBody {
    return restErrorBody(this.errCode, this.message, this.statusText);
  }
}

/**
 * Refuses a request, and writes the reason to the journal and to the answer.
 * @throws MobileError always
 */
export function refuse(...refusal: Parameters<typeof MobileError.of>): never {
  throw MobileError.of(...refusal);
}
