import type { Json } from './json';

/** How deep JSON may be nested, and the name by which a refusal calls it. */
export interface DepthLimit {
  readonly levels: number;
  /** The name of an option or setting that changes it, or of the constant. */
  readonly name: string;
}

/**
 * Nobody writes JSON by hand or by program that is nested deeper. Code that calls itself for each level, as
 * `JSON.stringify` does, ends with an exception after some thousand levels.
 */
export const JSON_DEPTH: DepthLimit = { levels: 500, name: 'JSON_DEPTH' };

/**
 * The offset of the first bracket in a JSON text that is nested too deeply. Undefined when there is none. It does not
 * recurse, and the text need not be well-formed, so it can be asked before `JSON.parse`.
 */
export function tooDeepAt(text: string, { levels }: DepthLimit = JSON_DEPTH): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        if (depth > levels) return at;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
        break;
    }
  }
  return undefined;
}

/** Whether a value is nested too deeply, for values that do not come from one text. It does not recurse. */
export function isTooDeep(value: Json, { levels }: DepthLimit = JSON_DEPTH): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    // A value that occurs several times in a level is looked at once. Otherwise shared values could double with each.
    const below = new Set<unknown>();
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      if (depth === levels) return true;
      for (const member of Object.values(each)) if (typeof member === 'object') below.add(member);
    }
    level = [...below];
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The offset of the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}
