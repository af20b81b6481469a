import type { FindingCode } from '../../core/compliance/finding';
import { HintRules } from '../../core/configuration/hintRules';
import { repairedCodes } from '../../core/configuration/repairedCodes';
import { line, linesWithoutTokens } from '../../core/terminal/terminalLine';
import { CheckPool } from '../../disk/checkPool';
import { CallError } from '../callError';
import { type ConfigurationOptions, checkConfiguration } from '../checkConfiguration';
import { runCheck } from '../checkRun';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { onEndingSignal } from '../onEndingSignal';
import { ProgressLine } from '../progressLine';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';
import { type FixedFolder, fixFolder } from './fixedFolder';
import { fixText } from './fixText';

/** Arguments and options of `fix`. */
export interface FixArguments extends ConfigurationOptions {
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  /** Repair findings with one of these codes alone. */
  readonly only?: readonly FindingCode[];
  readonly backupDays: number;
  readonly backupCount: number;
  readonly format: 'text' | 'json';
}

/**
 * What `fix` does.
 * @throws CallError as `runCheck`
 */
export async function fixAction(
  terminal: Terminal,
  { paths, dryRun, only: asked, backupDays: days, backupCount: count, format, ...options }: FixArguments,
): Promise<ExitCode> {
  if (paths.includes('-')) throw new CallError('fix changes files, and - is none; give a session file or a folder');
  const configuration = await checkConfiguration(terminal, options);
  const { schemaFile } = configuration;
  const only = repairedCodes(asked, new HintRules(configuration.hints));
  const report = await runCheck(terminal, paths, configuration);
  const ending = new AbortController();
  // From here on files are written. One that is begun is finished, so that neither a lock nor a part of it is left.
  onEndingSignal(() => ending.abort());
  const isCancelled = () => ending.signal.aborted;
  const pool = new CheckPool(schemaFile === undefined ? {} : { schemaFile });
  const progress = new ProgressLine(terminal, 'Fixing');
  const fixed: (FixedFolder & { readonly backup?: string | undefined })[] = [];
  let done = 0;
  try {
    for (const folder of report.folders) {
      if (isCancelled()) break;
      let backup: string | undefined;
      const onBackup = (place: string) => {
        backup = place;
        if (format === 'text') terminal.out(linesWithoutTokens([line`Backup: ${place}`]));
      };
      const fixing = { dryRun, only, keeping: { days, count }, isCancelled };
      fixed.push({ ...(await fixFolder(pool, folder, fixing, onBackup, () => progress.report(++done))), backup });
    }
  } finally {
    progress.end();
    await pool.dispose();
  }
  if (format === 'json') {
    const { fixJson } = await import('./fixJson.js');
    terminal.out(linesWithoutTokens(fixJson(fixed, report, { dryRun, isEnded: isCancelled() })));
  } else {
    terminal.out(linesWithoutTokens(fixText(fixed, terminal, isCancelled())));
    if (dryRun) terminal.out(line`Dry run: nothing was written.`);
  }
  for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
  const failures = failuresOf(fixed);
  for (const failure of failures) complain(terminal, failure);
  if (isCancelled()) complain(terminal, 'ended before all files were looked at; run it again for the others');
  const isWhole = report.unreadable.length + failures.length === 0 && !isCancelled();
  return isWhole ? verdict(fixed) : ExitCode.cannot;
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
