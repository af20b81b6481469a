import { REDACTED } from '../protocol/redacted';
import type { NamedSecrets } from './namedSecrets';
import { redactText } from './redactText';

/** A line of names with something between them: `user,password`, `"user";"password"`. */
const HEADER = /^\ufeff?[ \t]*(?:"[^"\r\n]{1,64}"|[^\s"',;|:=(){}[\]<>][^"',;|\t:=(){}[\]<>\r\n]{0,63})([,;|\t])/;
const CELL = /"(?:[^"]|"")*"?|[^"\r\n,;|\t][^\r\n,;|\t]*/y;

/**
 * Covers the columns of a table of text (CSV) whose names in the first line stand for secrets.
 * @returns undefined if the text is no table, or if it has no such column
 */
export function redactTable(text: string, names: NamedSecrets): string | undefined {
  const separator = HEADER.exec(text)?.[1];
  const end = text.search(/[\r\n]/);
  if (separator === undefined || end < 0) return undefined;
  const secret = text
    .slice(0, end)
    .split(separator)
    .map((name) => names.isName(name.replace(/^[\s\ufeff"]+|[\s"]+$/g, '')));
  if (!secret.includes(true)) return undefined;
  let shown = text.slice(0, end);
  let column = 0;
  for (let at = end; at < text.length; ) {
    const char = text.charAt(at);
    if (char === separator || /[\r\n]/.test(char)) {
      column = char === separator ? column + 1 : 0;
      shown += char;
      at++;
      continue;
    }
    CELL.lastIndex = at;
    const cell = CELL.exec(text)?.[0] ?? char;
    shown += secret[column] ? REDACTED : redactText(cell, names);
    at += cell.length;
  }
  return shown;
}
