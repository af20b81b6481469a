import type { CodeLimits } from '../../kernel/code/codeLimits';

/** The limits of a developer's code for web requests. */
export interface WebCodeLimits extends CodeLimits {
  /** What code passes on to the server in one call, in KiB. */
  readonly callKb: number;
  /** Maximum size of the headers of an answer in KiB. */
  readonly headersKb: number;
}

/** The limits that are members of `web.codeLimits`. */
export type WebCodeLimitOptions = Partial<Omit<WebCodeLimits, 'timeoutMs'>>;

export const WEB_CODE_LIMITS_OPTION = 'web.codeLimits';

/** 100 requests may wait, because 4D has 100 web processes. Clients such as Node read 16 KiB of headers, ours among them. */
export const WEB_CODE_LIMITS: WebCodeLimits = {
  timeoutMs: 5000,
  processes: 4,
  waiting: 100,
  waitMs: 30_000,
  memoryMb: 256,
  answerMb: 16,
  logKb: 64,
  messageKb: 4,
  callKb: 1024,
  headersKb: 12,
};
