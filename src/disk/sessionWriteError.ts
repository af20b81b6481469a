import { type Phrase, phraseText } from '../core/compliance/phrase';

/**
 * Why a session file was not written, moved or removed, and what to do. In English, and as a phrase for translation.
 */
export abstract class SessionWriteError extends Error {
  constructor(
    /** Absolute path. */
    readonly file: string,
    readonly phrase: Phrase,
    options?: ErrorOptions,
  ) {
    super(phraseText(phrase), options);
    this.name = new.target.name;
  }
}
