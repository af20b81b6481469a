import { shortened } from '../../../core/compliance/phrase';
import { limitWords } from '../../../core/server/optionWords';

/** How much of a message of a developer's code is told. */
export interface MessageLimit {
  readonly kb: number;
  /** The option for `kb`. */
  readonly name: string;
}

/**
 * The message of an error of a developer's code, as far as it is told. It goes into the answer and, with its secrets covered,
 * into the journal and the log, so a long one would keep the server busy.
 */
export function codeMessage(text: string, { kb, name }: MessageLimit): string {
  const longest = kb * 1024;
  if (text.length <= longest) return text;
  const more = ` (only ${kb} KiB of this message are told: ${limitWords(name)})`;
  return shortened(text, longest - more.length) + more;
}
