import { Command } from 'commander';
import type { ExitCode } from '../exitCode';
import type { ServeCall } from '../serve/serveOptions';
import type { Terminal } from '../terminal';
import { addServerOptions } from './serverOptions';

/** `serve [--mobile-apps DIR] [--config FILE] [--host ADDRESS] [--port N] [--upstream URL] [--import FILE] [--export-on-exit FILE] [--json] [--quiet]` */
export function serveCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const command = new Command('serve').description(
    'Runs a dev session server until Ctrl+C: it answers mobile apps as 4D Server does, and with --config browsers as a 4D web server, Mendix clients as the Mendix runtime, or any mobile app as a token server with OAuth 2.0.',
  );
  return addServerOptions(
    command,
    'MobileApps folder; the one at or under the current folder unless given, or the one that the first login makes in a 4D project without one; not needed if --config has other systems alone',
  )
    .option('--quiet', 'no line for each answer', false)
    .option('--json', 'print addresses and control token as one line of JSON, for programs', false)
    .addHelpText(
      'after',
      '\nA file for --config with a Mendix runtime alone, on which anybody can sign in: {"mendix": {}}',
    )
    .addHelpText(
      'after',
      'With a token server alone, on which anybody can sign in: {"tokens": {}}; with the limits of a bank: {"tokens": {"preset": "fintech"}}',
    )
    .addHelpText('after', '\nExit status: 0 the server was stopped, 2 it could not run.')
    .action(async (call: ServeCall) => {
      const { serveAction } = await import('../serve/serveAction.js');
      exit(await serveAction(terminal, call));
    });
}
