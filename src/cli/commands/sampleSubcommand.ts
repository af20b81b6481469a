import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { line } from '../../core/terminal/terminalLine';
import { SampleFolderError, sampleFolder, writeSample } from '../../disk/writeSample';
import { CallError } from '../callError';
import { ExitCode } from '../exitCode';
import { ProgressLine } from '../progressLine';
import type { Terminal } from '../terminal';

interface SampleCall {
  sessions: number;
  faults: number;
  seed: number;
}

/** `sample DIR [--sessions N] [--faults PERCENT] [--seed S]` */
export function sampleCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('sample')
    .description('Makes a MobileApps folder to play with, in DIR or of that name; the same for the same seed.')
    .argument('<dir>', 'where; nothing that is there is overwritten')
    .option('--sessions <n>', 'session files, up to a million', numberFrom(0, 1_000_000), 60)
    .option('--faults <percent>', 'how many of them are at fault', numberFrom(0, 100, 'percentage'), 20)
    .option('--seed <s>', 'the same seed makes the same files', numberFrom(0, 2 ** 32 - 1), 1)
    .action(async (directory: string, { faults: damaged, ...others }: SampleCall) => {
      const folder = sampleFolder(path.resolve(terminal.cwd, directory));
      const progress = new ProgressLine(terminal, 'Writing');
      try {
        await writeSample(folder, { ...others, damaged }, (files) => progress.report(files));
      } catch (error) {
        throw error instanceof SampleFolderError ? new CallError(error.message) : error;
      } finally {
        progress.end();
      }
      terminal.out(line`${folder}`);
      exit(ExitCode.fine);
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
