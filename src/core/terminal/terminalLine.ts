import { codePointText, visibleText } from '../base/visibleText';
import { withoutTokens } from '../redaction/withoutTokens';
import { ciCommandsIn, replacedAt } from './ciCommands';

export type TerminalStyle = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'underline' | 'yellow';

/** Adds the control characters of a style to a text that has none. */
export type Paint = (style: TerminalStyle, text: string) => string;

/** What stands in a line. Any text is taken to be from elsewhere. */
export type TerminalValue = string | number | TerminalLine | readonly TerminalValue[];

interface Piece {
  readonly text: string;
  readonly style?: TerminalStyle | undefined;
}

/**
 * A line that may be written to a terminal or a log. Nobody can make one with a control character or a line end in it.
 * None is a command of a CI server, except what `workflowCommand` makes.
 */
class Line {
  readonly #pieces: readonly Piece[];
  readonly #isCommand: boolean;

  constructor(pieces: readonly Piece[], isCommand = false) {
    this.#pieces = pieces;
    this.#isCommand = isCommand;
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** The line without its end. It has no control characters, unless `paint` adds some. */
  toString(paint: Paint = (_, text) => text): string {
    return this.#safe.map(({ text, style }) => (style && text !== '' ? paint(style, text) : text)).join('');
  }

  /** The same line with another text in each of its pieces: less of it, as something is covered. */
  mapped(how: (text: string) => string): Line {
    return new Line(
      this.#pieces.map(({ text, style }) => ({ text: how(text), style })),
      this.#isCommand,
    );
  }

  /** Only the whole line shows whether it is a command: its parts may come from different pieces. */
  get #safe(): readonly Piece[] {
    if (this.#isCommand) return this.#pieces;
    const offsets = ciCommandsIn(this.#pieces.map(({ text }) => text).join(''));
    if (offsets.length === 0) return this.#pieces;
    let end = 0;
    return this.#pieces.map(({ text, style }) => {
      const begin = end;
      end += text.length;
      const own = offsets.filter((at) => at >= begin && at < end).map((at) => at - begin);
      return { text: replacedAt(text, own, codePointText), style };
    });
  }
}

export type TerminalLine = Line;

/** Lines in which what looks like a token is covered, wherever it stands. */
export function* linesWithoutTokens(lines: Iterable<TerminalLine>): Generator<TerminalLine> {
  for (const each of lines) yield each.mapped((text) => withoutTokens(text));
}

/** Writes a line: what would control a terminal is shown as an escape, in each value and in the template. */
export function line(strings: TemplateStringsArray, ...values: readonly TerminalValue[]): TerminalLine {
  const pieces: Piece[] = [];
  for (const [at, own] of strings.entries()) {
    addTo(pieces, own);
    addTo(pieces, values[at] ?? '');
  }
  return new Line(pieces);
}

/** A part of a line in a style, for a terminal that shows some. */
export function styled(style: TerminalStyle, value: TerminalValue): TerminalLine {
  const pieces: Piece[] = [];
  addTo(pieces, value);
  return new Line(pieces.map(({ text, style: own = style }) => ({ text, style: own })));
}

/** Each line of a text. */
export function linesOf(text: string): TerminalLine[] {
  return text.split(/\r?\n/).map((each) => line`${each}`);
}

/**
 * A workflow command. GitHub Actions shows it as an annotation of a file.
 * Source: https://github.com/actions/toolkit/blob/HEAD/packages/core/src/command.ts
 */
export function workflowCommand(
  command: 'error' | 'notice' | 'warning',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): TerminalLine {
  const named = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return new Line([{ text: `::${command} ${named.join(',')}::${percent(shown(message))}` }], true);
}

/** A line end has an escape of its own here, so that the value stays the same. Other controls have none. */
function property(value: string): string {
  const lines = value.split('\n').map((each) => percent(each.split('\r').map(shown).join('\r')));
  return lines.join('%0A').replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function percent(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D');
}

/** Inside of a command, no server looks for the beginning of another one. */
function shown(text: string): string {
  return String(line`|${text}`).slice(1);
}

function addTo(pieces: Piece[], value: TerminalValue): void {
  if (value instanceof Line) for (const piece of value.pieces) pieces.push(piece);
  else if (typeof value === 'object') for (const each of value) addTo(pieces, each);
  else {
    const text = visibleText(String(value));
    if (text !== '') pieces.push({ text });
  }
}
