import path from 'node:path';
import type { RunPlace } from '../../core/scenario/runEvents';
import { under } from '../formats/relativePath';
import { visible } from '../formats/visible';

/** `file:line:column`, as terminals and editors open it; relative to a folder when it is in it. */
export function shownPlace(cwd: string, { file, range: { start } }: RunPlace): string {
  return `${shownFile(cwd, file)}:${start.line + 1}:${start.character + 1}`;
}

export function shownFile(cwd: string, file: string): string {
  return visible(under(cwd, file) ?? file.split(path.sep).join('/'));
}
