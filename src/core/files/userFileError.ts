import { phraseText } from '../compliance/phrase';
import { type FileFault, fileFaultPhrase } from './fileFault';

/** A file of the user's is not read. The message says what is wrong with it and what to do, without a full stop. */
export class UserFileError extends Error {
  override readonly name = 'UserFileError';

  constructor(
    readonly file: string,
    readonly fault: FileFault,
    options?: ErrorOptions,
  ) {
    super(phraseText(fileFaultPhrase(file, fault)), options);
  }

  /** The message with another beginning, such as `“https.cert” names /x, which`. */
  about(subject: string): string {
    return phraseText(fileFaultPhrase(subject, this.fault));
  }
}
