import path from 'node:path';
import { findingsOf } from '../checkReport';
import type { Format } from './format';
import { under } from './pathUnder';
import { visible, visibleWithin } from './visible';

/** Workflow commands. GitHub Actions shows each as an annotation of its file. */
export const github: Format = (report, { cwd, env }) => {
  const base = env.GITHUB_WORKSPACE || cwd;
  let text = '';
  for (const { folder, file, finding } of findingsOf(report)) {
    const absolute = path.join(folder, file);
    const { code, severity, message, range } = finding;
    const properties = {
      // Line ends are escaped below. Other invisible characters in a name would affect the terminal that shows the log.
      file: visibleWithin(under(base, absolute) ?? absolute),
      line: range.start.line + 1,
      endLine: range.end.line + 1,
      col: range.start.character + 1,
      endColumn: range.end.character + 1,
      title: code,
    };
    const named = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    text += `::${severity === 'error' ? 'error' : 'notice'} ${named.join(',')}::${escapeMessage(visible(message))}\n`;
  }
  return text;
};

// Source: https://github.com/actions/toolkit/blob/HEAD/packages/core/src/command.ts
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
