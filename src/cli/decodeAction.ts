import { jsonLines } from '../core/terminal/jsonLines';
import { decodeInput } from './decodeInput';
import { ExitCode } from './exitCode';
import type { Terminal } from './terminal';
import { explain } from './tokenExplanation';

/**
 * What `decode` does.
 * @param argument a token, a file, or `-`; undefined is as `-`
 * @throws CallError as `decodeInput`
 */
export async function decodeAction(terminal: Terminal, argument: string | undefined): Promise<ExitCode> {
  const explanation = explain(await decodeInput(terminal, argument));
  terminal.out(jsonLines(explanation, 2));
  return explanation.valid ? ExitCode.fine : ExitCode.atFault;
}
