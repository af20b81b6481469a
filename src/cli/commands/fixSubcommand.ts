import { Command, InvalidArgumentError, Option } from 'commander';
import { ERROR_CODES, type FindingCode, HINT_CODES } from '../../core/compliance/finding';
import { line } from '../../core/terminal/terminalLine';
import { DEFAULT_KEEPING } from '../../disk/backupPruning';
import { CheckPool } from '../../disk/checkPool';
import { runCheck } from '../checkRun';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { type FixedFolder, fixFolder } from '../fix/fixedFolder';
import { fixText } from '../fix/fixText';
import { onEndingSignal } from '../onEndingSignal';
import { ProgressLine } from '../progressLine';
import { schemaFileIn, schemaOption } from '../schemaOption';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';

interface FixCall {
  dryRun: boolean;
  only?: FindingCode[];
  backupDays: number;
  backupCount: number;
  schema?: string;
}

const CODES: readonly FindingCode[] = [...ERROR_CODES, ...HINT_CODES];

/** `fix [PATH…] [--dry-run] [--only CODE]` */
export function fixCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('fix')
    .description('Repairs session files where nothing can be lost by it, after a backup.')
    .argument('[path...]', 'folders to look in', ['.'])
    .option('--dry-run', 'say what would be done, and write nothing', false)
    .addOption(new Option('--only <code>', 'repair findings with this code alone; may be repeated').argParser(addCode))
    .addOption(keepingOption('--backup-days <n>', 'remove backups that are older', DEFAULT_KEEPING.days))
    .addOption(keepingOption('--backup-count <n>', 'keep no more backups of a folder', DEFAULT_KEEPING.count))
    .addOption(schemaOption())
    .addHelpText(
      'after',
      `\nCodes: ${CODES.join(', ')}\n` +
        '\nExit status: 0 no file is at fault (any more), 1 a file is left to you, 2 something could not be done.',
    )
    .action(async (paths: string[], { dryRun, only, backupDays: days, backupCount: count, schema }: FixCall) => {
      const schemaFile = schemaFileIn(terminal.cwd, schema);
      const report = await runCheck(terminal, paths, schemaFile);
      const ending = new AbortController();
      // From here on files are written. One that is begun is finished, so that neither a lock nor a part of it is left.
      onEndingSignal(() => ending.abort());
      const isCancelled = () => ending.signal.aborted;
      const pool = new CheckPool(schemaFile === undefined ? {} : { schemaFile });
      const progress = new ProgressLine(terminal, 'Fixing');
      const fixed: FixedFolder[] = [];
      let done = 0;
      try {
        for (const folder of report.folders) {
          if (isCancelled()) break;
          const onBackup = (backup: string) => terminal.out(line`Backup: ${backup}`);
          fixed.push(
            await fixFolder(pool, folder, { dryRun, only, keeping: { days, count }, isCancelled }, onBackup, () =>
              progress.report(++done),
            ),
          );
        }
      } finally {
        progress.end();
        await pool.dispose();
      }
      terminal.out(fixText(fixed, terminal, isCancelled()));
      if (dryRun) terminal.out(line`Dry run: nothing was written.`);
      for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
      const failures = failuresOf(fixed);
      for (const failure of failures) complain(terminal, failure);
      if (isCancelled()) complain(terminal, 'ended before all files were looked at; run it again for the others');
      const isWhole = report.unreadable.length + failures.length === 0 && !isCancelled();
      exit(isWhole ? verdict(fixed) : ExitCode.cannot);
    });
}

function failuresOf(folders: readonly FixedFolder[]): string[] {
  const all = folders.flatMap(({ failure, files, unpruned = [] }) => [
    failure,
    ...files.map((file) => file.failure?.message),
    ...unpruned.map((message) => `An old backup could not be removed: ${message}`),
  ]);
  return all.filter((failure) => failure !== undefined);
}

function verdict(folders: readonly FixedFolder[]): ExitCode {
  const atFault = folders.some(({ files }) => files.some(({ left }) => left.length > 0));
  return atFault ? ExitCode.atFault : ExitCode.fine;
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
