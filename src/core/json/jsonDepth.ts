import type { Json } from './json';
import { firstMark, JSON_MARKS } from './jsonMarks';

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

/** For what contains foreign values in members of its own, as snapshots and the state do: they are deeper by some levels. */
export const WRAPPED_JSON_DEPTH: DepthLimit = { levels: JSON_DEPTH.levels + 20, name: 'WRAPPED_JSON_DEPTH' };

/**
 * The offset of the first bracket in a JSON text that is nested too deeply. Undefined when there is none. It does not
 * recurse, and the text need not be well-formed, so it can be asked before `JSON.parse`.
 */
export function tooDeepAt(text: string, { levels }: DepthLimit = JSON_DEPTH): number | undefined {
  const { openBracket, openBrace, closeBracket, closeBrace } = JSON_MARKS;
  let depth = 0;
  return firstMark(text, (code) => {
    if (code === openBracket || code === openBrace) depth++;
    else if (code === closeBracket || code === closeBrace) depth--;
    return depth > levels;
  });
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
