import path from 'node:path';
import { counted } from '../../core/base/counted';
import { withoutFullStop } from '../../core/base/fullStop';
import { type CheckReport, findingsOf } from '../checkReport';
import type { Terminal } from '../terminal';
import { gravestFirst } from './gravestFirst';
import { reallyUnder } from './pathUnder';
import { repositoryRoot } from './repositoryRoot';
import { addToSummary, inMarkdown, type SummaryPart } from './summaryFile';

/** Who reads them mends what they have in common first. */
const MOST_UNREAD = 20;

/** Adds the findings of `check` to the page of the workflow's run. */
export function addStepSummary(terminal: Terminal, report: CheckReport): void {
  addToSummary(terminal, () => partOf(report, repositoryRoot(report, terminal)));
}

function partOf(report: CheckReport, root: string): SummaryPart {
  const { files, invalid } = report.summary;
  const verdict =
    invalid > 0
      ? `${invalid} of ${counted(files, 'session file')} at fault`
      : `${counted(files, 'session file')}, no error`;
  const isFine = invalid === 0 && report.unreadable.length === 0;
  const rows = gravestFirst([...findingsOf(report)]).map(({ folder, file, finding }) => {
    const { severity, code, message, range } = finding;
    return [
      severity,
      code,
      `${from(root, folder, file)}:${range.start.line + 1}:${range.start.character + 1}`,
      message,
    ];
  });
  return {
    head: `### ${isFine ? '✅' : '❌'} Session files: ${verdict}\n\n${unread(report, root)}`,
    columns: ['Severity', 'Code', 'Place', 'Finding'],
    rows,
    noun: 'finding',
  };
}

/** What could not be read, and why. */
function unread({ unreadable }: CheckReport, root: string): string {
  if (unreadable.length === 0) return '';
  const named = unreadable.slice(0, MOST_UNREAD).map(({ folder, file, reason }) => {
    return `- ${inMarkdown(`${from(root, folder, file)}: ${withoutFullStop(reason)}`)}\n`;
  });
  const missing = unreadable.length - named.length;
  if (missing > 0) named.push(`- and ${missing} more\n`);
  return `${unreadable.length} could not be read:\n\n${named.join('')}\n`;
}

function from(root: string, folder: string, file: string): string {
  const absolute = path.join(folder, file);
  return reallyUnder(root, absolute) ?? absolute.split(path.sep).join('/');
}
