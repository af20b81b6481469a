import path from 'node:path';
import { counted } from '../../core/base/counted';
import type { Finding } from '../../core/compliance/finding';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import { type CheckReport, type FileReport, findingsOf } from '../checkReport';
import type { Terminal } from '../terminal';
import { excerptAt } from './excerpt';
import type { Format } from './format';
import { under } from './pathUnder';
import { SessionSource } from './sessionSource';

const INDENT = '      ';
const WIDTH = { least: 40, unknown: 100 };

/** The output for people: findings under their file, with the line in question, and a summary. */
export const pretty: Format = function* (report, terminal) {
  const writer = new PrettyWriter(terminal);
  for (const { path: folder, applications, strays } of report.folders) {
    const told = applications
      .map(({ name, files, strays: below }) => ({ name, files: [...files, ...below].filter(hasFindings) }))
      .filter(({ files }) => files.length > 0);
    if (told.length + strays.length > 0) yield* writer.folder(folder);
    for (const file of strays) yield* writer.file(path.join(folder, file.name), file);
    for (const { name, files } of told) {
      yield line`  ${styled('bold', name)}`;
      for (const file of files) yield* writer.file(path.join(folder, name, file.name), file);
    }
  }
  yield* writer.summary(report);
};

function hasFindings({ findings }: FileReport): boolean {
  return findings.length > 0;
}

class PrettyWriter {
  private readonly source = new SessionSource();

  constructor(private readonly terminal: Terminal) {}

  *folder(folder: string): Generator<TerminalLine> {
    yield styled('underline', under(this.terminal.cwd, folder) || folder);
    yield line``;
  }

  *file(file: string, { name, findings }: FileReport): Generator<TerminalLine> {
    yield line`    ${name}`;
    // The file is read again, which takes longer than all else here.
    const source = findings.some(tellsMore) ? this.source.linesOf(file) : undefined;
    for (const finding of findings) {
      yield this.finding(finding);
      if (source && tellsMore(finding)) yield* this.excerpt(source, finding);
    }
    yield line``;
  }

  *summary({ folders, summary, unreadable }: CheckReport): Generator<TerminalLine> {
    const { files, invalid, pending, ms } = summary;
    const codes = Object.entries(summary.findings).map(([code, times]) => `${code} ${times}`);
    const findings = [...findingsOf({ folders })].map(({ finding }) => finding);
    const hints = findings.filter(({ severity }) => severity === 'hint').length;
    const warnings = findings.filter(({ severity }) => severity === 'warning').length;
    const notes = [
      ...(pending > 0 ? [`${pending} pending`] : []),
      ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
      ...(hints > 0 ? [counted(hints, 'hint')] : []),
      ...(unreadable.length > 0 ? [`${unreadable.length} could not be read`] : []),
      `${ms} ms`,
    ];
    const where = `${counted(files, 'session file')} in ${counted(folders.length, 'MobileApps folder')}`;
    const fine = invalid === 0 && unreadable.length === 0;
    const verdict = invalid > 0 ? `${invalid} of ${where} at fault` : `${where}, no error`;
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
    const width = (this.terminal.columns ?? WIDTH.unknown) - INDENT.length - gutter.length - 2;
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
