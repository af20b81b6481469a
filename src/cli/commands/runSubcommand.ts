import { Command, InvalidArgumentError } from 'commander';
import { MOST_JOBS } from '../../scenario/batch/mostJobs';
import { MOST_BOUNDS } from '../../scenario/mostBounds';
import { ANSWER_BYTES, ANSWER_MS, DISK_BYTES } from '../../scenario/runnerOptions';
import type { ExitCode } from '../exitCode';
import { formatOption } from '../outputs/outputOrder';
import type { RunArguments } from '../run/runAction';
import { RUN_FORMATS } from '../run/runFormat';
import type { Terminal } from '../terminal';

const CODE =
  '\nTo run a scenario is to run code of whoever wrote it: the handlers and modules that it names run on this machine with your rights. Run those that you trust.';
const BOUNDS =
  'What a scenario itself may do is bounded: it calls its own server and platform and this machine, and other hosts only with --allow-host; it reads environment variables only with --env; its paths stay in the Git repository of the path that is given, or in that folder itself, unless --root names another.';

/** `run FILE… [--format …] [--jobs N] [--allow-host HOST] [--env NAME] [--root DIR] [--timeout SECONDS] [--answer-limit BYTES] [--disk-limit BYTES]` */
export function runCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('run')
    .description('Runs scenarios, each against a dev session server of its own.')
    .argument('<file...>', 'scenario files, folders that have some, or globs; ! before one leaves out what it names')
    .addOption(formatOption(RUN_FORMATS, 'pretty'))
    .option('--report <dir>', 'write a web page with everything that happened into this folder')
    .option(
      '--jobs <number>',
      'how many scenarios run at the same time, each against a server of its own (default: one for each processor)',
      whole('scenarios', MOST_JOBS),
    )
    .option('--grep <text>', 'run those whose name has this text, or matches this /regular expression/')
    .option(
      '--base-url <url>',
      'run against this server, which keeps its state, one scenario after the other; its control API is that of session-workbench exec',
    )
    .option('--bail', 'after the first that does not pass, start no other and end those that run')
    .option(
      '--allow-host <host>',
      'let scenarios call this host; *.name for all names beneath one; may be repeated',
      added,
      [],
    )
    .option(
      '--env <name>',
      'let scenarios read this environment variable, or give it as NAME=VALUE; may be repeated',
      added,
      [],
    )
    .option('--root <dir>', 'folder that the paths of scenarios must stay in')
    .option(
      '--timeout <seconds>',
      'how long the requests of one step may wait altogether',
      whole('seconds', MOST_BOUNDS.seconds),
      ANSWER_MS / 1000,
    )
    .option(
      '--answer-limit <bytes>',
      'how much is read of the bodies of all answers of one step together, with redirects and steps alongside',
      whole('bytes', MOST_BOUNDS.answerBytes),
      ANSWER_BYTES,
    )
    .option(
      '--disk-limit <bytes>',
      'how much one run may write to the disk: the copy of the MobileApps folder, and the files of its steps',
      whole('bytes', MOST_BOUNDS.diskBytes),
      DISK_BYTES,
    )
    .addHelpText('after', CODE)
    .addHelpText('after', BOUNDS)
    .addHelpText('after', '\nExit status: 0 all passed, 1 one failed or is at fault, 2 something could not be run.')
    .action(async (paths: string[], options: Omit<RunArguments, 'paths'>) => {
      const { runAction } = await import('../run/runAction.js');
      exit(await runAction(terminal, { paths, ...options }));
    });
}

function added(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function whole(what: string, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number of ${what} from 1 to ${most}.`);
  };
}
