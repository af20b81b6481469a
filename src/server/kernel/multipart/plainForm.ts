import { MultipartError } from './multipartError';

const LINE_END = '\r\n';
const SPACE = 0x20;
const TAB = 0x09;

/** Some bytes that are left out, and the text that stands there instead. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A form as the parser reads it: without white space behind a boundary (RFC 2046, 5.1.1), and with each header of a part in one
 * line (RFC 5322, 2.2.3). It is copied only where that changes something.
 * @param body begins with its first boundary
 * @throws MultipartError for a part without headers, or without an empty line behind them
 */
export function plainForm(body: Buffer, boundary: string): Buffer {
  const cuts: Cut[] = [];
  const separator = `${LINE_END}--${boundary}`;
  let at = separator.length - LINE_END.length;
  for (let number = 1; body.toString('latin1', at, at + 2) !== '--'; number++) {
    const lineEnd = behindBlanks(body, at);
    if (lineEnd > at) cuts.push({ from: at, to: lineEnd, text: '' });
    const next = body.indexOf(separator, lineEnd, 'latin1');
    const empty = body.indexOf(LINE_END + LINE_END, lineEnd, 'latin1');
    // The line end in front of a boundary belongs to it, so the empty line ends before.
    if (next >= 0 && (empty < 0 || empty + LINE_END.length > next)) {
      throw new MultipartError(
        `Part ${number} of the form has no empty line between its headers and its content; send one.`,
      );
    }
    if (empty === lineEnd) throw namelessPart(number);
    if (empty >= 0) cuts.push(...foldsIn(body, lineEnd + LINE_END.length, empty));
    if (next < 0) break;
    at = next + separator.length;
  }
  return cuts.length === 0 ? body : without(body, cuts);
}

/** The refusal of a part that no code could ask for. */
export function namelessPart(number: number): MultipartError {
  return new MultipartError(
    `Part ${number} of the form has no name; send it with Content-Disposition: form-data; name="…".`,
  );
}

/** Where the blanks end that stand from here on. */
export function behindBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

/** The line ends inside of headers, each with the blanks that follow. */
function foldsIn(body: Buffer, from: number, to: number): Cut[] {
  const found: Cut[] = [];
  for (let at = body.indexOf(LINE_END, from); at >= 0 && at < to; at = body.indexOf(LINE_END, at + LINE_END.length)) {
    const end = behindBlanks(body, at + LINE_END.length);
    if (end > at + LINE_END.length) found.push({ from: at, to: end, text: ' ' });
  }
  return found;
}

function without(body: Buffer, cuts: readonly Cut[]): Buffer {
  const pieces = cuts.flatMap(({ from, text }, index) => [
    body.subarray(index === 0 ? 0 : cuts[index - 1]?.to, from),
    Buffer.from(text),
  ]);
  return Buffer.concat([...pieces, body.subarray(cuts.at(-1)?.to)]);
}
