/** A mail that the server would have sent. */
export interface Mail {
  readonly id: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** What the reader is to click, or to type. */
  readonly link?: string;
  readonly code?: string;
  /** Id of the session that it is about. */
  readonly session?: string;
  /** Virtual time after which link and code are refused. */
  readonly expiresAt?: string;
}
