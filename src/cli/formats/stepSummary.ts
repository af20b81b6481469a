import fs from 'node:fs';
import { counted } from '../../core/base/counted';
import { html } from '../../core/base/html';
import { visibleText } from '../../core/base/visibleText';
import { withoutTokens } from '../../core/redaction/withoutTokens';
import { type CheckReport, findingsOf } from '../checkReport';
import { complain } from '../complain';
import { isSystemError, systemErrorText } from '../systemError';
import type { Terminal } from '../terminal';
import { gravestFirst } from './gravestFirst';
import { under } from './pathUnder';
import { repositoryRoot } from './repositoryRoot';

/** GitHub takes 1 MiB for the summary of a step, and shows nothing of a larger one. Others may write there too. */
const MOST_BYTES = 1_000_000;
/** Nobody reads more rows. */
const MOST_ROWS = 1_000;

/**
 * Adds the findings as a table to the page of the workflow's run, where GITHUB_STEP_SUMMARY names its file. A file that cannot be
 * written is told on stderr. It changes nothing of what was found.
 */
export function addStepSummary(terminal: Terminal, report: CheckReport): void {
  const file = terminal.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    const there = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    fs.appendFileSync(file, summaryText(report, repositoryRoot(report, terminal), MOST_BYTES - there));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    complain(terminal, `the summary for GITHUB_STEP_SUMMARY could not be written: ${systemErrorText(error)}`);
  }
}

/** @param room in bytes */
function summaryText(report: CheckReport, root: string, room: number): string {
  const { files, invalid } = report.summary;
  const located = gravestFirst([...findingsOf(report)]);
  const verdict =
    invalid > 0
      ? `${invalid} of ${counted(files, 'session file')} at fault`
      : `${counted(files, 'session file')}, no error`;
  const head = `### ${invalid > 0 ? '❌' : '✅'} Session files: ${verdict}\n\n`;
  const unread = report.unreadable.length === 0 ? '' : `${report.unreadable.length} could not be read.\n\n`;
  if (located.length === 0) return fitting([head + unread], room);
  const title = '| Severity | Code | Place | Finding |\n| --- | --- | --- | --- |\n';
  const rows = located.slice(0, MOST_ROWS).map(({ folder, file, finding }) => {
    const { severity, code, message, range } = finding;
    const absolute = `${folder}/${file}`;
    const place = `${under(root, absolute) ?? absolute}:${range.start.line + 1}:${range.start.character + 1}`;
    return `| ${severity} | ${code} | ${inMarkdown(place)} | ${inMarkdown(message)} |\n`;
  });
  return fitting([head + unread + title, ...rows], room, located.length);
}

/** As many of the parts as there is room for, and how many rows are left out. */
function fitting([head = '', ...rows]: readonly string[], room: number, all = 0): string {
  const kept: string[] = [head];
  // Room for the last line.
  let left = room - Buffer.byteLength(head) - 200;
  if (left < 0) return '';
  for (const row of rows) {
    left -= Buffer.byteLength(row);
    if (left < 0) break;
    kept.push(row);
  }
  const missing = all - (kept.length - 1);
  if (missing > 0)
    kept.push(`\n${counted(missing, 'more finding')} ${missing === 1 ? 'is' : 'are'} in the log of the step.\n`);
  return `${kept.join('')}\n`;
}

/** Text in a cell: no mark of Markdown or HTML means anything in it. */
function inMarkdown(text: string): string {
  const plain = visibleText(withoutTokens(text)).replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&');
  return String(html`${plain}`).replaceAll('@', '&#64;').replaceAll('://', '&#58;//');
}
