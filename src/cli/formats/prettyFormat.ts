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
export const pretty: Format = (report, terminal) => {
  const writer = new PrettyWriter(terminal);
  for (const { path: folder, applications, strays } of report.folders) {
    const told = applications
      .map(({ name, files, strays: below }) => ({ name, files: [...files, ...below].filter(hasFindings) }))
      .filter(({ files }) => files.length > 0);
    if (told.length + strays.length > 0) writer.folder(folder);
    for (const file of strays) writer.file(path.join(folder, file.name), file);
    for (const { name, files } of told) {
      writer.application(name);
      for (const file of files) writer.file(path.join(folder, name, file.name), file);
    }
  }
  writer.summary(report);
  return writer.lines;
};

function hasFindings({ findings }: FileReport): boolean {
  return findings.length > 0;
}

class PrettyWriter {
  readonly lines: TerminalLine[] = [];
  private readonly source = new SessionSource();

  constructor(private readonly terminal: Terminal) {}

  folder(folder: string): void {
    const shown = under(this.terminal.cwd, folder) || folder;
    this.lines.push(styled('underline', shown), line``);
  }

  application(name: string): void {
    this.lines.push(line`  ${styled('bold', name)}`);
  }

  file(file: string, { name, findings }: FileReport): void {
    this.lines.push(line`    ${name}`);
    const source = this.source.linesOf(file);
    for (const finding of findings) {
      this.finding(finding);
      if (source && tellsMore(finding)) this.excerpt(source, finding);
    }
    this.lines.push(line``);
  }

  summary({ folders, summary, unreadable }: CheckReport): void {
    const { files, invalid, pending, ms } = summary;
    const codes = Object.entries(summary.findings).map(([code, times]) => `${code} ${times}`);
    const hints = [...findingsOf({ folders })].filter(({ finding }) => finding.severity === 'hint').length;
    const notes = [
      ...(pending > 0 ? [`${pending} pending`] : []),
      ...(hints > 0 ? [counted(hints, 'hint')] : []),
      ...(unreadable.length > 0 ? [`${unreadable.length} could not be read`] : []),
      `${ms} ms`,
    ];
    const where = `${counted(files, 'session file')} in ${counted(folders.length, 'MobileApps folder')}`;
    const fine = invalid === 0 && unreadable.length === 0;
    const verdict = invalid > 0 ? `${invalid} of ${where} at fault` : `${where}, no error`;
    this.lines.push(styled(fine ? 'green' : 'red', `${fine ? '✔' : '✖'} ${verdict} (${notes.join(', ')})`));
    if (codes.length > 0) this.lines.push(line`  ${codes.join(', ')}`);
  }

  private finding({ code, severity, message, range: { start } }: Finding): void {
    const place = styled('dim', `${start.line + 1}:${start.character + 1}`.padEnd(6));
    const kind = styled(severity === 'error' ? 'red' : 'yellow', severity.padEnd(5));
    this.lines.push(line`${INDENT}${place}  ${kind}  ${code}  ${message}`);
  }

  private excerpt(source: readonly string[], { range }: Finding): void {
    const gutter = `${range.start.line + 1} | `;
    const width = (this.terminal.columns ?? WIDTH.unknown) - INDENT.length - gutter.length - 2;
    const excerpt = excerptAt(source, range, Math.max(WIDTH.least, width));
    // An empty line has nothing to show.
    if (!excerpt || excerpt.text.trim() === '') return;
    this.lines.push(
      line`${INDENT}${styled('dim', gutter)}${excerpt.text}`,
      line`${INDENT}${styled('dim', ' | '.padStart(gutter.length))}${styled('red', excerpt.marks)}`,
    );
  }
}

/** Whether an excerpt helps. A token is covered, and a finding about the whole document has no place. */
function tellsMore({ code, pointer }: Finding): boolean {
  return code === 'mobi/2' || (pointer !== '' && pointer !== '/token');
}
