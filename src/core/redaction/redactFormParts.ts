import { REDACTED } from '../protocol/secretNames';
import type { NamedSecrets } from './namedSecrets';

/** The end of the headers of a part. */
const BLANK_LINE = /\r?\n\r?\n/g;
const NAME = /\bname="([^"\r\n]+)"/;
/** The end of a part. */
const BOUNDARY = /\r?\n--/g;
/** A part has no more lines of headers that matter. */
const MOST_LINES = 6;

/** Redacts the parts of a form (`multipart/form-data`) whose name stands for a secret. Each part is read once. */
export function redactFormParts(text: string, names: NamedSecrets): string {
  let redacted = '';
  let kept = 0;
  let headers = 0;
  for (const { 0: blank, index } of text.matchAll(BLANK_LINE)) {
    if (index < kept) continue;
    const name = NAME.exec(lastLines(text, headers, index))?.[1];
    headers = index + blank.length;
    if (name === undefined || !names.isParameter(name)) continue;
    redacted += text.slice(kept, headers) + REDACTED;
    BOUNDARY.lastIndex = headers;
    kept = BOUNDARY.exec(text)?.index ?? text.length;
    headers = kept;
  }
  return redacted + text.slice(kept);
}

function lastLines(text: string, from: number, to: number): string {
  let start = to;
  for (let lines = 0; lines < MOST_LINES && start > from; lines++) start = text.lastIndexOf('\n', start - 1);
  return text.slice(Math.max(from, start), to);
}
