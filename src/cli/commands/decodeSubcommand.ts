import { Command } from 'commander';
import type { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';

/** `decode [TOKEN|FILE|-]` */
export function decodeCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('decode')
    .description('Explains a connection token, alone or with the session file it is in, as JSON.')
    .argument('[token|file|-]', 'a token, "Bearer …" too; a session file; - or nothing: either of them on stdin')
    .addHelpText(
      'after',
      '\nExit status: 0 the token is valid, 1 it is none or does not agree with its session, 2 there is nothing to decode.',
    )
    .action(async (argument: string | undefined) => {
      const { decodeAction } = await import('../decodeAction.js');
      exit(await decodeAction(terminal, argument));
    });
}
