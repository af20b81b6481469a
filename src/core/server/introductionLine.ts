import type { Phrase } from '../compliance/phrase';

/** A line that `session-workbench serve` prints for people when the server has started. It holds no secret. */
export interface IntroductionLine {
  /** A few words, such as `Mailbox`. */
  readonly label: string;
  readonly text: string;
}

/** The same, before its language is known. What is a text is the same in all of them. */
export interface IntroductionPhrases {
  readonly label: string | Phrase;
  readonly text: string | Phrase;
}
