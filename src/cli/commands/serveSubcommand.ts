import { Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../exitCode';
import type { ServeCall } from '../serve/serveOptions';
import type { Terminal } from '../terminal';

/** `serve [--mobile-apps DIR] [--config FILE] [--host ADDRESS] [--port N] [--upstream URL] [--json]` */
export function serveCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('serve')
    .description(
      'Runs a dev session server until Ctrl+C: it answers mobile apps as 4D Server does, and with --config browsers as a 4D web server, Mendix clients as the Mendix runtime, or any mobile app as a token server with OAuth 2.0.',
    )
    .option(
      '--mobile-apps <dir>',
      'MobileApps folder; the one at or under the current folder unless given, or the one that the first login makes in a 4D project without one; not needed if --config has other systems alone',
    )
    .option(
      '--config <file>',
      'options in JSON, as schemas/server.schema.json has them; what is given here comes first',
    )
    .option(
      '--host <address>',
      'where to listen: 127.0.0.1 unless given; 0.0.0.0 lets the local network in, after pairing',
    )
    .option('--port <n>', 'a free one unless given', portOf)
    .option(
      '--upstream <url>',
      'a real 4D Server that gets what is not answered here; nothing leaves this machine unless given',
    )
    .option('--import <file>', 'a snapshot to begin with, as --export-on-exit wrote it, or GET snapshot gave it')
    .option(
      '--export-on-exit <file>',
      'write a snapshot when the server ends; it has secrets, and only you can read it',
    )
    .option('--quiet', 'no line for each answer', false)
    .option('--json', 'print addresses and control token as one line of JSON, for programs', false)
    .option('--force', 'start also if another server of yours serves the folder already', false)
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

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}
