/** The limits of a developer's code. Each is an option. */
export interface CodeLimits {
  /** Real milliseconds that code may take for one request. The virtual clock may be stopped, so it is not used here. */
  readonly timeoutMs: number;
  /** Number of processes, so of requests whose code runs at the same time. */
  readonly processes: number;
  /** Maximum number of requests that wait for a process. */
  readonly waiting: number;
  /** Real milliseconds that a request may wait for a process. */
  readonly waitMs: number;
  /** Memory that code may use in one process, in MiB, besides that of Node itself. */
  readonly memoryMb: number;
  /** Maximum size of an answer in MiB. */
  readonly answerMb: number;
  /** How much of the output of one request is logged, in KiB. */
  readonly logKb: number;
  /** How much of the message of an error is told, in KiB. */
  readonly messageKb: number;
}

/** The limits that are members of one option. */
export type CodeLimitOptions = Partial<Omit<CodeLimits, 'timeoutMs'>>;

/** The names of the options, for refusals. */
export interface CodeLimitNames {
  /** The option with the members of `CodeLimitOptions`, such as `web.codeLimits`. */
  readonly limits: string;
  /** The option for `timeoutMs`. */
  readonly timeout: string;
}

export const MEBIBYTE = 1024 * 1024;
