import { checkCommand } from './checkSubcommand';
import { completionCommand } from './completionSubcommand';
import { decodeCommand } from './decodeSubcommand';
import { execCommand } from './execSubcommand';
import { fixCommand } from './fixSubcommand';
import { mcpCommand } from './mcpSubcommand';
import { refreshCommand } from './refreshSubcommand';
import { runCommand } from './runSubcommand';
import { sampleCommand } from './sampleSubcommand';
import { serveCommand } from './serveSubcommand';

/** Makes each command, in the order of the help. */
export const SUBCOMMANDS = [
  checkCommand,
  fixCommand,
  decodeCommand,
  sampleCommand,
  serveCommand,
  execCommand,
  refreshCommand,
  runCommand,
  mcpCommand,
  completionCommand,
] as const;
