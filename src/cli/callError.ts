/** The call or the environment is wrong. The message is one line: what is wrong and how to fix it. */
export class CallError extends Error {
  /** @param others what else is wrong, one line each */
  constructor(
    message: string,
    readonly others: readonly string[] = [],
  ) {
    super(message);
  }
}
