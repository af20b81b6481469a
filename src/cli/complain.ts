import { visible } from './formats/visible';
import { PRODUCT } from './product';
import type { Terminal } from './terminal';

/** Says on stderr what is wrong: always one line, whatever the names in it are made of. */
export function complain(terminal: Terminal, text: string): void {
  terminal.err(`${PRODUCT}: ${visible(text)}\n`);
}
