import { HEAPED, HIDDEN } from '../base/visibleText';
import { ciCommandsIn, replacedAt } from './ciCommands';

/**
 * Replaces in a line each character that a terminal must not get as it is, so that a text in another notation, such as
 * JSON, keeps its meaning.
 * @param escaped how the notation writes a character
 */
export function withEscapes(line: string, escaped: (char: string) => string): string {
  return replacedAt(line, ciCommandsIn(line), escaped).replace(HEAPED, escaped).replace(HIDDEN, escaped);
}
