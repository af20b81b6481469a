import { urlEncoded } from '../base/urlText';
import type { Position } from '../json/position';

/** The identifier of the extension, as links name it. */
const EXTENSION = 'session-workbench.session-workbench';
const PATH = '/step';
const LONGEST_PATH = 1000;
/** Names may have `&` and `=` in them, so that only the ends tell the parts. */
const QUERY = /^file=(.+)&line=([1-9]\d{0,6})&column=([1-9]\d{0,6})$/s;

/** A place in a scenario file, which a link names. */
export interface LinkedStep {
  /** Path in the folder that the scenarios belong to, with `/` between its parts. */
  readonly file: string;
  readonly position: Position;
}

/** A link that opens a scenario at a step in VS Code. It names no folder of this machine, as reports are read elsewhere too. */
export function stepLink({ file, position: { line, character } }: LinkedStep): string {
  const path = file.split('/').map(urlEncoded).join('/');
  return `vscode://${EXTENSION}${PATH}?file=${path}&line=${line + 1}&column=${character + 1}`;
}

/**
 * What a link names. Anybody can make one, so it is undefined for all that `stepLink` does not make: other paths, a file
 * that is no JSON, or one out of the folder.
 * @param path of the link, such as `/step`
 * @param query without the question mark, decoded, as VS Code gives it
 */
export function linkedStep(path: string, query: string): LinkedStep | undefined {
  if (path !== PATH) return undefined;
  const [, file = '', line, column] = QUERY.exec(query) ?? [];
  if (!isPathBelow(file)) return undefined;
  return { file, position: { line: Number(line) - 1, character: Number(column) - 1 } };
}

function isPathBelow(file: string): boolean {
  if (file.length > LONGEST_PATH || !file.endsWith('.json') || /[\p{Cc}\\:*?"<>|]/u.test(file)) return false;
  return file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
