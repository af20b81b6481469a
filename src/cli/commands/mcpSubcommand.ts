import { Command } from 'commander';
import type { ExitCode } from '../exitCode';
import type { McpCall } from '../mcp/mcpAction';
import type { Terminal } from '../terminal';

/** `mcp [--root DIR] [--read-only]` */
export function mcpCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('mcp')
    .description(
      'Serves the Model Context Protocol on stdin and stdout, so that an agent can check session files, run a dev server, read its journal and move its clock.',
    )
    .option(
      '--root <dir>',
      'folder that the tools may look into, besides those that the client tells; may be repeated; the current one unless either is given',
      (dir: string, before: readonly string[]) => [...before, dir],
      [],
    )
    .option('--read-only', 'offer only tools that look', false)
    .addHelpText('after', '\nExit status: 0 the client has ended it, 2 it could not run.')
    .action(async (call: McpCall) => {
      const { mcpAction } = await import('../mcp/mcpAction.js');
      exit(await mcpAction(terminal, call));
    });
}
