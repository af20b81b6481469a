import { type DepthLimit, JSON_DEPTH } from './jsonDepth';
import { endOfString, JSON_MARKS, QUOTE } from './jsonMarks';
import { JsonTooDeepError } from './parseJson';

/** How much is parsed in one step, in characters. That takes about a millisecond. */
const SLICE = 64 * 1024;

const { comma, openBracket, openBrace, closeBracket, closeBrace } = JSON_MARKS;

/** An array or object whose end was not reached yet. */
class Unfinished {
  /** What was parsed of it; undefined when nothing was, and it may still be parsed as a part of a larger text. */
  parsed: unknown[] | Record<string, unknown> | undefined;
  /** Offset of what was not parsed yet. */
  from: number;
  /** Offset of the current item or member. */
  private itemFrom: number;
  /** The value in the current item that was parsed by itself, with its offsets. */
  private inner: { readonly value: unknown; readonly start: number; readonly end: number } | undefined;

  /** @param start the offset behind its bracket */
  constructor(
    private readonly text: string,
    readonly isArray: boolean,
    readonly start: number,
  ) {
    this.from = start;
    this.itemFrom = start;
  }

  /** Whether the current item cannot be parsed with the others. */
  get hasInner(): boolean {
    return this.inner !== undefined;
  }

  /** Takes a value that was parsed by itself. */
  take(value: unknown, start: number, end: number): void {
    if (this.inner) throw new SyntaxError('Two values are in one place.');
    this.inner = { value, start, end };
  }

  /** Continues behind a comma. */
  next(comma: number): void {
    this.itemFrom = comma + 1;
  }

  /** Parses everything up to this offset: whole items, at least one. */
  parse(end: number): void {
    const { inner, itemFrom } = this;
    if (!inner) this.add(this.text.slice(this.from, end));
    else {
      if (itemFrom > this.from) this.add(this.text.slice(this.from, itemFrom - 1));
      // The rest of the item is checked with an empty array in the place of the value. A digit would join others.
      const rest = `${this.text.slice(itemFrom, inner.start)}[]${this.text.slice(inner.end, end)}`;
      this.add(rest, { value: inner.value });
    }
    this.inner = undefined;
    this.from = end + 1;
  }

  /** @param only takes the place of the value, if there is only one */
  private add(items: string, only?: { readonly value: unknown }): void {
    const parsed = JSON.parse(this.isArray ? `[${items}]` : `{${items}}`) as unknown[] | Record<string, unknown>;
    const entries = Object.entries(parsed);
    if (entries.length === 0 || (only && entries.length > 1)) throw new SyntaxError('An item is expected.');
    this.parsed ??= this.isArray ? [] : {};
    for (const [key, value] of entries) {
      const each = only ? only.value : value;
      if (Array.isArray(this.parsed)) this.parsed.push(each);
      else if (key !== '__proto__') this.parsed[key] = each;
      else
        Object.defineProperty(this.parsed, key, { value: each, enumerable: true, configurable: true, writable: true });
    }
  }
}

/**
 * Parses a JSON text as `JSON.parse` does, but a long one in steps, so that nothing else has to wait. Each step parses
 * some items of an array or members of an object. A single text or number is parsed in one step, however long it is.
 * @returns the value, as the result of the generator
 * @throws SyntaxError when the text is malformed
 * @throws JsonTooDeepError when it is nested too deeply
 */
export function* jsonSlices(
  text: string,
  limit: DepthLimit = JSON_DEPTH,
  slice: number = SLICE,
): Generator<undefined, unknown> {
  // The text itself is the only item of the outermost array.
  let current = new Unfinished(text, true, 0);
  const outer: Unfinished[] = [];
  let looked = 0;
  for (let at = 0; at < text.length; at++) {
    if (at - looked >= slice) {
      looked = at;
      yield;
    }
    const code = text.charCodeAt(at);
    switch (code) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case openBracket:
      case openBrace:
        outer.push(current);
        if (outer.length > limit.levels) throw new JsonTooDeepError(limit);
        current = new Unfinished(text, code === openBracket, at + 1);
        break;
      case comma:
        if (outer.length === 0) throw new SyntaxError('There is more than one value.');
        if (current.hasInner || at - current.from >= slice) current.parse(at);
        current.next(at);
        break;
      case closeBracket:
      case closeBrace: {
        const parent = outer.pop();
        if (!parent || current.isArray !== (code === closeBracket)) throw new SyntaxError('A bracket has no other.');
        if (current.parsed || current.hasInner) {
          current.parse(at);
          parent.take(current.parsed, current.start - 1, at + 1);
        }
        current = parent;
      }
    }
  }
  if (outer.length > 0) throw new SyntaxError('The text ends too early.');
  if (!current.hasInner) return JSON.parse(text);
  current.parse(text.length);
  return (current.parsed as unknown[])[0];
}
