/** What `WEB SEND RAW DATA` was given, taken apart: docs/facts/4d-web.md#web-commands. */
export interface RawAnswer {
  /** Undefined when there was no status line. */
  readonly status?: number;
  /** Name and value, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t].*)?$/i;
const HEADER_LINE = /^([\w!#$%&'*+.^`|~-]+)[ \t]*:[ \t]*(.*)$/;
const CR = 0x0d;
const LF = 0x0a;

const MEANT_AS_HEADER = /^HTTP\/\d/i;

/**
 * Takes data apart into the header and the body of an answer. Data whose first lines are no header up to an empty line, or
 * up to its end, is a body alone.
 * @throws TypeError when data that begins with a status line has another line in its header that is none
 */
export function rawAnswer(data: Uint8Array): RawAnswer {
  const headers: (readonly [string, string])[] = [];
  let status: number | undefined;
  let at = 0;
  let number = 1;
  while (at < data.length) {
    const { line, next } = lineAt(data, at);
    if (line === '' && at > 0) return { ...(status !== undefined && { status }), headers, body: data.subarray(next) };
    const first = at === 0 ? STATUS_LINE.exec(line) : null;
    const header = first ? null : HEADER_LINE.exec(line);
    if (!first && !header) {
      if (MEANT_AS_HEADER.test(lineAt(data, 0).line)) throw unreadable(number);
      return { headers: [], body: data };
    }
    if (first) status = Number(first[1]);
    if (header) headers.push([header[1] ?? '', (header[2] ?? '').trimEnd()]);
    at = next;
    number++;
  }
  return { ...(status !== undefined && { status }), headers, body: new Uint8Array() };
}

/** The line is not shown, as it may hold a secret. */
function unreadable(number: number): TypeError {
  const wanted = number === 1 ? 'a status line such as “HTTP/1.1 200 OK”' : 'a header such as “Name: value”';
  return new TypeError(
    `The header of the answer cannot be read: its line ${number} is not ${wanted}. An empty line ends the header.`,
  );
}

/** A line ends with CR, LF, or both. */
function lineAt(data: Uint8Array, at: number): { readonly line: string; readonly next: number } {
  let end = at;
  while (end < data.length && data[end] !== CR && data[end] !== LF) end++;
  const isBoth = data[end] === CR && data[end + 1] === LF;
  return { line: Buffer.from(data.subarray(at, end)).toString('latin1'), next: end + (isBoth ? 2 : 1) };
}
