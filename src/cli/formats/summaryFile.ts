import fs from 'node:fs';
import { counted } from '../../core/base/counted';
import { html } from '../../core/base/html';
import { visibleText } from '../../core/base/visibleText';
import { withoutTokens } from '../../core/redaction/withoutTokens';
import { complain } from '../complain';
import { isSystemError, systemErrorText } from '../systemError';
import type { Terminal } from '../terminal';

/** GitHub takes 1 MiB for the summary of a step, and shows nothing of a larger one. Others may write there too. */
const MOST_BYTES = 1_000_000;
/** Nobody reads more rows. */
const MOST_ROWS = 1_000;

/** What is added to the page of a workflow's run. */
export interface SummaryPart {
  /** Markdown. */
  readonly head: string;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Any text. */
  readonly rows: readonly (readonly string[])[];
  /** What a row is about. */
  readonly noun: string;
}

/**
 * Adds a table to the page of the workflow's run, where GITHUB_STEP_SUMMARY names its file. A file that cannot be written, or that
 * is full, is told on stderr. It changes nothing of what was found.
 */
export function addToSummary(terminal: Terminal, part: () => SummaryPart): void {
  const file = terminal.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    const there = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const text = fitting(part(), MOST_BYTES - there);
    if (text !== undefined) fs.appendFileSync(file, text);
    else {
      const why = `its file has ${there} B, and GitHub shows none above 1 MiB`;
      complain(terminal, `nothing was added to the summary for GITHUB_STEP_SUMMARY: ${why}; write less there before`);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    complain(terminal, `the summary for GITHUB_STEP_SUMMARY could not be written: ${systemErrorText(error)}`);
  }
}

/**
 * As many of the rows as there is room for, and how many are left out. Undefined where not even the head has room.
 * @param room in bytes
 */
function fitting({ head, columns, rows, noun }: SummaryPart, room: number): string | undefined {
  const title = rows.length === 0 ? '' : `${row(columns)}${row(columns.map(() => '---'))}`;
  const kept = [head, title];
  // Room for the last line.
  let left = room - Buffer.byteLength(kept.join('')) - 200;
  if (left < 0) return undefined;
  let missing = rows.length;
  for (const cells of rows.slice(0, MOST_ROWS)) {
    const text = row(cells.map(inMarkdown));
    left -= Buffer.byteLength(text);
    if (left < 0) break;
    kept.push(text);
    missing--;
  }
  if (missing > 0)
    kept.push(`\n${counted(missing, `more ${noun}`)} ${missing === 1 ? 'is' : 'are'} in the log of the step.\n`);
  return `${kept.join('')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Text in Markdown: no mark of it or of HTML means anything. */
export function inMarkdown(text: string): string {
  const plain = visibleText(withoutTokens(text)).replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&');
  return String(html`${plain}`).replaceAll('@', '&#64;').replaceAll('://', '&#58;//');
}
