import { Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../exitCode';
import type { SampleArguments } from '../sampleAction';
import type { Terminal } from '../terminal';

/** `sample DIR [--sessions N] [--faults PERCENT] [--seed S]` */
export function sampleCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('sample')
    .description('Makes a MobileApps folder to play with, in DIR or of that name; the same for the same seed.')
    .argument('<dir>', 'where; nothing that is there is overwritten')
    .option('--sessions <n>', 'session files, up to a million', numberFrom(0, 1_000_000), 60)
    .option('--faults <percent>', 'how many of them are at fault', numberFrom(0, 100, 'percentage'), 20)
    .option('--seed <s>', 'the same seed makes the same files', numberFrom(0, 2 ** 32 - 1), 1)
    .action(async (directory: string, options: SampleArguments) => {
      const { sampleAction } = await import('../sampleAction.js');
      exit(await sampleAction(terminal, directory, options));
    });
}

/** Parses the number of an option. A percentage may have a fraction. */
function numberFrom(least: number, most: number, kind: 'whole number' | 'percentage' = 'whole number') {
  const form = kind === 'percentage' ? /^\d+(\.\d+)?$/ : /^\d+$/;
  return (text: string): number => {
    const number = Number(text);
    if (form.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a ${kind} from ${least} to ${most}.`);
  };
}
