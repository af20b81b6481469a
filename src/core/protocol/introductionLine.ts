/** A line that `session-workbench serve` prints for people when the server has started. It holds no secret. */
export interface IntroductionLine {
  /** A few words, such as `Mailbox`. */
  readonly label: string;
  readonly text: string;
}
