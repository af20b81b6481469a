/** What a caller can tell apart. */
export type ErrorCode =
  /** An option, an argument or a file that it names is at fault. */
  | 'options'
  /** The port that was asked for is in use. */
  | 'port-busy'
  /** Another server of this user serves the folder. */
  | 'folder-served'
  /** The server ended by itself, again and again. */
  | 'crashed'
  /** The server did not start for another reason. */
  | 'not-started'
  /** There is no server to connect to. */
  | 'no-server'
  /** Something could not be checked or run. */
  | 'not-done';

/** Something could not be done. The message is one sentence that says what is wrong and how to mend it. */
export class SessionWorkbenchError extends Error {
  override readonly name: string = 'SessionWorkbenchError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** `check` or `run` could not do all that was asked for. `report` has what was done. */
export class IncompleteError<Report> extends SessionWorkbenchError {
  override readonly name = 'IncompleteError';

  constructor(
    message: string,
    readonly report: Report,
  ) {
    super('not-done', message);
  }
}
