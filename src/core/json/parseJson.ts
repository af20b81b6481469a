import { type DepthLimit, JSON_DEPTH, tooDeepAt } from './jsonDepth';

/** Thrown for a text that is nested too deeply. It is a SyntaxError, so code that refuses malformed texts refuses it too. */
export class JsonTooDeepError extends SyntaxError {
  constructor({ levels, name }: DepthLimit = JSON_DEPTH) {
    super(`The JSON is nested deeper than ${levels} levels (${name}).`);
    this.name = 'JsonTooDeepError';
  }
}

/**
 * Parses a JSON text that somebody else may have written. `JSON.parse` takes any depth, but code that calls itself for
 * each level, such as `JSON.stringify`, fails later for what was taken.
 * @throws SyntaxError when the text is malformed
 * @throws JsonTooDeepError when it is nested too deeply
 */
export function parseJson(
  text: string,
  limit: DepthLimit = JSON_DEPTH,
  reviver?: (key: string, value: unknown) => unknown,
): unknown {
  // Each level of a well-formed text takes two characters.
  if (text.length > limit.levels * 2 && tooDeepAt(text, limit) !== undefined) throw new JsonTooDeepError(limit);
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    if (text.length > limit.levels && tooDeepAt(text, limit) !== undefined) throw new JsonTooDeepError(limit);
    // The engine repeats a stretch of the text, in which a password may be. Messages go into logs.
    if (error instanceof SyntaxError)
      error.message = error.message.replace(/, (?:\.\.\.)?".*(?= is not valid JSON$)/s, '');
    throw error;
  }
}
