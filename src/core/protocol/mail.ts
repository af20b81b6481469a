/** A mail that was caught instead of sent. */
export interface Mail {
  readonly id: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The link to open, or the code to type. */
  readonly link?: string;
  readonly code?: string;
  /** Id of the session that the mail is about. */
  readonly session?: string;
  /** Virtual time, ISO 8601, after which the link and the code are refused. */
  readonly expiresAt?: string;
}
