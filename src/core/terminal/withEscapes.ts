import { HEAPED, HIDDEN, isPlainText } from '../base/visibleText';
import { ciCommandsIn, replacedAt } from './ciCommands';

/**
 * Replaces in a line each character that a terminal must not get as it is, so that a text in another notation, such as
 * JSON, keeps its meaning.
 * @param escaped how the notation writes a character
 */
export function withEscapes(line: string, escaped: (char: string) => string): string {
  const broken = replacedAt(line, ciCommandsIn(line), escaped);
  return isPlainText(broken) ? broken : broken.replace(HEAPED, escaped).replace(HIDDEN, escaped);
}
