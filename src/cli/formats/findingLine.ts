import path from 'node:path';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';
import type { LocatedFinding } from '../checkReport';
import { reallyUnder } from './pathUnder';

/**
 * A finding in one line, as compilers write it: `path:line:column: severity: message [code]`. The path is from a folder.
 * @param root what is in it, and above that folder, is told by the way there. Elsewhere paths are absolute
 */
export function findingLine({ folder, file, finding }: LocatedFinding, from: string, root = from): TerminalLine {
  const absolute = path.join(folder, file);
  const { code, severity, message, range } = finding;
  const isNear = reallyUnder(root, from) !== undefined && reallyUnder(root, absolute) !== undefined;
  const place =
    reallyUnder(from, absolute) ?? (isNear ? path.relative(from, absolute) : absolute).split(path.sep).join('/');
  return line`${place}:${range.start.line + 1}:${range.start.character + 1}: ${severity}: ${message} [${code}]`;
}
