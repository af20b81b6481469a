import path from 'node:path';
import type { RunPlace } from '../../core/scenario/runEvents';
import { reallyUnder } from '../formats/pathUnder';

/** `file:line:column`, which terminals and editors can open. Relative when the file is in the folder. */
export function shownPlace(cwd: string, { file, range: { start } }: RunPlace): string {
  return `${shownFile(cwd, file)}:${start.line + 1}:${start.character + 1}`;
}

export function shownFile(cwd: string, file: string): string {
  return reallyUnder(cwd, file) ?? file.split(path.sep).join('/');
}
