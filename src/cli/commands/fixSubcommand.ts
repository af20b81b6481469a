import { Command, InvalidArgumentError, Option } from 'commander';
import { ERROR_CODES, type FindingCode, HINT_CODES } from '../../core/compliance/finding';
import { DEFAULT_KEEPING } from '../../disk/keptBackups';
import { configOption } from '../checkConfiguration';
import type { ExitCode } from '../exitCode';
import type { FixArguments } from '../fix/fixAction';
import { schemaOption } from '../schemaOption';
import type { Terminal } from '../terminal';

const CODES: readonly FindingCode[] = [...ERROR_CODES, ...HINT_CODES];

/** `fix [PATH…] [--dry-run] [--only CODE] [--format text|json]` */
export function fixCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('fix')
    .description('Repairs session files where nothing can be lost by it, after a backup.')
    .argument('[path...]', 'folders to look in, application folders, session files', ['.'])
    .option('--dry-run', 'say what would be done, and write nothing', false)
    .addOption(new Option('--only <code>', 'repair findings with this code alone; may be repeated').argParser(addCode))
    .addOption(keepingOption('--backup-days <n>', 'remove backups that are older', DEFAULT_KEEPING.days))
    .addOption(
      keepingOption('--backup-count <n>', 'keep no more backups of a folder of each kind', DEFAULT_KEEPING.count),
    )
    .addOption(new Option('--format <format>', 'what stdout is made for').choices(['text', 'json']).default('text'))
    .addOption(schemaOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      `\nCodes: ${CODES.join(', ')}\n` +
        '\nExit status: 0 no file is at fault (any more), 1 a file is left to you, 2 something could not be done.',
    )
    .action(async (paths: string[], options: Omit<FixArguments, 'paths'>) => {
      const { fixAction } = await import('../fix/fixAction.js');
      exit(await fixAction(terminal, { paths, ...options }));
    });
}

function keepingOption(flags: string, words: string, preset: number): Option {
  return new Option(flags, words).default(preset).argParser((text) => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= 1) return number;
    throw new InvalidArgumentError('Give a whole number from 1.');
  });
}

/** Collects the codes of a repeated option. */
function addCode(code: string, before: FindingCode[] = []): FindingCode[] {
  if (CODES.includes(code as FindingCode)) return [...before, code as FindingCode];
  throw new InvalidArgumentError(`Give one of ${CODES.join(', ')}.`);
}
