import { type Command, InvalidArgumentError } from 'commander';

/**
 * Adds the options that the commands share which start a server.
 * @param folderWords what there is to say of the MobileApps folder
 */
export function addServerOptions(command: Command, folderWords: string): Command {
  return command
    .option('--mobile-apps <dir>', folderWords)
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
    .option('--force', 'start also if another server of yours serves the folder already', false);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('Give a whole number from 0 to 65535.');
}
