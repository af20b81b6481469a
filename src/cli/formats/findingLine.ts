import path from 'node:path';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';
import type { LocatedFinding } from '../checkReport';
import { under } from './pathUnder';

/** A finding in one line, as compilers write it: `path:line:column: severity: message [code]`. The path is from a folder. */
export function findingLine({ folder, file, finding }: LocatedFinding, from: string): TerminalLine {
  const absolute = path.join(folder, file);
  const { code, severity, message, range } = finding;
  const place = under(from, absolute) ?? absolute.split(path.sep).join('/');
  return line`${place}:${range.start.line + 1}:${range.start.character + 1}: ${severity}: ${message} [${code}]`;
}
