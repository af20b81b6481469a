/** A mail that was caught instead of sent. */
export interface Mail {
  readonly id: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  /** Several addresses are separated by a comma and a space, here and in `cc`, `bcc` and `replyTo`. */
  readonly to: string;
  readonly from?: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The names of the attached files. Their contents are not kept. */
  readonly attachments?: readonly string[];
  /** Headers that code has added, by name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The link to open, or the code to type. */
  readonly link?: string;
  readonly code?: string;
  /** Id of the session that the mail is about. */
  readonly session?: string;
  /** Virtual time, ISO 8601, after which the link and the code are refused. */
  readonly expiresAt?: string;
}
