import { Command, Option } from 'commander';
import type { ExitCode } from '../exitCode';
import type { RefreshCall } from '../refresh/refreshAction';
import { REFRESH_FORMATS } from '../refresh/refreshFormats';
import type { Terminal } from '../terminal';

/** `refresh [--target URL] [--mobile-apps DIR] [--config FILE] [--format …]` */
export function refreshCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('refresh')
    .description('Asks a server to refresh its sessions from the session files, as MOBILE APP REFRESH SESSIONS does.')
    .option(
      '--target <url>',
      'the address of a push target of another server; its secret is in SESSION_WORKBENCH_PUSH_SECRET',
    )
    .option(
      '--mobile-apps <dir>',
      'the dev server that serves this folder; unless given, the one that exec tells of in the environment, or that serves the folder here',
    )
    .option('--config <file>', 'the configuration that names the folder')
    .addOption(new Option('--format <format>', 'what stdout is made for').choices(REFRESH_FORMATS).default('pretty'))
    .addHelpText('after', '\nExit status: 0 refreshed, 1 with errors in session files, 2 no server did it.')
    .action(async (call: RefreshCall) => {
      const { refreshAction } = await import('../refresh/refreshAction.js');
      exit(await refreshAction(terminal, call));
    });
}
