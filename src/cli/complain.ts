import { withoutTokens } from '../core/redaction/withoutTokens';
import { line } from '../core/terminal/terminalLine';
import { PRODUCT } from './product';
import type { Terminal } from './terminal';
import { withoutNamedSecrets } from './withoutNamedSecrets';

/** Writes a message to stderr. It is always one line, whatever characters the names in it contain, and has no secret in it. */
export function complain(terminal: Pick<Terminal, 'err'>, text: string): void {
  terminal.err(line`${PRODUCT}: ${withoutTokens(withoutNamedSecrets(text))}`);
}
