import { withoutTokens } from '../core/redaction/withoutTokens';
import { line } from '../core/terminal/terminalLine';
import { PRODUCT } from './product';
import type { Terminal } from './terminal';

/** Writes a message to stderr. It is always one line, whatever characters the names in it contain, and has no token in it. */
export function complain(terminal: Pick<Terminal, 'err'>, text: string): void {
  terminal.err(line`${PRODUCT}: ${withoutTokens(text)}`);
}
