import path from 'node:path';
import { counted } from '../../core/base/counted';
import { countsFor } from '../../core/compliance/failOn';
import type { Finding } from '../../core/compliance/finding';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import { type CheckReport, type FileReport, findingsOf } from '../checkReport';
import { excerptAt } from './excerpt';
import type { Format, FormatContext } from './format';
import { under } from './pathUnder';
import { SessionSource } from './sessionSource';

const INDENT = '      ';
const WIDTH = { least: 40, unknown: 100 };

/** The output for people: findings under their file, with the line in question, and a summary. */
export const pretty: Format = function* (report, context) {
  const writer = new PrettyWriter(context, report.texts);
  const isTold = ({ findings }: FileReport) => findings.some((finding) => writer.tells(finding));
  for (const { path: folder, isNowhere, applications, strays: directly } of report.folders) {
    const strays = directly.filter(isTold);
    const told = applications
      .map(({ name, files, strays: below }) => ({ name, files: [...files, ...below].filter(isTold) }))
      .filter(({ files }) => files.length > 0);
    if (told.length + strays.length > 0 && !isNowhere) yield* writer.folder(folder);
    for (const file of strays) yield* writer.file(path.join(folder, file.name), file);
    for (const { name, files } of told) {
      yield line`  ${styled('bold', name)}`;
      for (const file of files) yield* writer.file(path.join(folder, name, file.name), file);
    }
  }
  yield* writer.summary(report);
};

class PrettyWriter {
  private readonly source: SessionSource;

  constructor(
    private readonly context: FormatContext,
    texts: CheckReport['texts'],
  ) {
    this.source = new SessionSource(texts);
  }

  /** Whether something is said of a finding. */
  tells({ severity }: Finding): boolean {
    const { isQuiet, failOn } = this.context;
    return !isQuiet || countsFor(failOn, severity);
  }

  *folder(folder: string): Generator<TerminalLine> {
    yield styled('underline', under(this.context.cwd, folder) || folder);
    yield line``;
  }

  *file(file: string, { name, findings }: FileReport): Generator<TerminalLine> {
    yield line`    ${name}`;
    const told = findings.filter((finding) => this.tells(finding));
    // The file is read again, which takes longer than all else here.
    const source = told.some(tellsMore) ? this.source.linesOf(file) : undefined;
    for (const finding of told) {
      yield this.finding(finding);
      if (source && tellsMore(finding)) yield* this.excerpt(source, finding);
    }
    yield line``;
  }

  *summary({ folders, summary, unreadable }: CheckReport): Generator<TerminalLine> {
    const { files, invalid, pending, ms } = summary;
    const codes = Object.entries(summary.findings).map(([code, times]) => `${code} ${times}`);
    const { isQuiet, failOn } = this.context;
    const severities = [...findingsOf({ folders })].map(({ finding }) => finding.severity);
    const hints = severities.filter((severity) => severity === 'hint').length;
    const warnings = severities.filter((severity) => severity === 'warning').length;
    const fine = unreadable.length === 0 && !severities.some((severity) => countsFor(failOn, severity));
    if (isQuiet && fine) return;
    const notes = [
      ...(pending > 0 ? [`${pending} pending`] : []),
      ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
      ...(hints > 0 ? [counted(hints, 'hint')] : []),
      ...(unreadable.length > 0 ? [`${unreadable.length} could not be read`] : []),
      `${ms} ms`,
    ];
    const read = new Set(folders.filter(({ isNowhere }) => !isNowhere).map(({ path: folder }) => folder)).size;
    const where =
      read === 0
        ? counted(files, 'session')
        : `${counted(files, 'session file')} in ${counted(read, 'MobileApps folder')}`;
    // What could not be read may have errors.
    const found =
      unreadable.length > 0
        ? 'no error in what could be read'
        : fine
          ? 'no error'
          : `no error, but --fail-on ${failOn} counts more`;
    const verdict = invalid > 0 ? `${invalid} of ${where} at fault` : `${where}, ${found}`;
    yield styled(fine ? 'green' : 'red', `${fine ? '✔' : '✖'} ${verdict} (${notes.join(', ')})`);
    if (codes.length > 0) yield line`  ${codes.join(', ')}`;
  }

  private finding({ code, severity, message, range: { start } }: Finding): TerminalLine {
    const place = styled('dim', `${start.line + 1}:${start.character + 1}`.padEnd(6));
    const kind = styled(severity === 'error' ? 'red' : 'yellow', severity.padEnd(5));
    return line`${INDENT}${place}  ${kind}  ${code}  ${message}`;
  }

  private *excerpt(source: readonly string[], { range }: Finding): Generator<TerminalLine> {
    const gutter = `${range.start.line + 1} | `;
    const width = (this.context.columns ?? WIDTH.unknown) - INDENT.length - gutter.length - 2;
    const excerpt = excerptAt(source, range, Math.max(WIDTH.least, width));
    // An empty line has nothing to show.
    if (!excerpt || excerpt.text.trim() === '') return;
    yield line`${INDENT}${styled('dim', gutter)}${excerpt.text}`;
    yield line`${INDENT}${styled('dim', ' | '.padStart(gutter.length))}${styled('red', excerpt.marks)}`;
  }
}

/** Whether an excerpt helps. A token is covered, and a finding about the whole document has no place. */
function tellsMore({ code, pointer }: Finding): boolean {
  return code === 'mobi/2' || (pointer !== '' && pointer !== '/token');
}
