import { line, type TerminalLine } from './terminalLine';
import { withEscapes } from './withEscapes';

/** JSON for a terminal. Parsing it gives the same texts. It is one line, unless it is indented. */
export function jsonLines(value: unknown, indent?: number): TerminalLine[] {
  const text = JSON.stringify(value, undefined, indent);
  return text.split('\n').map((each) => line`${withEscapes(each, escaped)}`);
}

/** A character as JSON writes it: one escape for each UTF-16 code unit. */
function escaped(char: string): string {
  return [...Array(char.length).keys()].map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
