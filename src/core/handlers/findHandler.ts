import { type HandlerEntry, takesVerb } from './handlerEntry';
import { compilePattern, type PatternAnchor } from './urlPattern';

/** Why an earlier entry does not take the request, when that is worth telling. */
export type PassReason =
  /** Its pattern matches, but its verbs do not. */
  | 'verb'
  /** It would match if the path ended with a slash, because a prefix includes its closing slash. */
  | 'slash'
  /** Its expression backtracks too long on this path. */
  | 'tooLong';

export interface PassedEntry {
  readonly entry: HandlerEntry;
  readonly why: PassReason;
}

export interface HandlerSearch {
  /** The first entry whose pattern and verb match. Absent when there is none. */
  readonly entry?: HandlerEntry;
  readonly passed: readonly PassedEntry[];
}

/**
 * Tests an expression on a path. Undefined when that takes too long: an expression such as `(a+)+$` needs minutes for
 * sixty characters. A server must use a test with a time limit.
 */
export type PatternTest = (expression: RegExp, path: string) => boolean | undefined;

const UNBOUNDED: PatternTest = (expression, path) => expression.test(path);

/**
 * Finds the handler of a request: the first entry whose pattern and verb match (docs/facts/4d-web.md#request-handlers).
 * @param path path of the URL as sent, without the query. Several slashes at its beginning count as one, as in an
 * example there.
 */
export function findHandler(
  entries: readonly HandlerEntry[],
  verb: string,
  path: string,
  anchor: PatternAnchor,
  test: PatternTest = UNBOUNDED,
): HandlerSearch {
  const passed: PassedEntry[] = [];
  const subject = path.replace(/^\/+/, '/');
  for (const entry of entries) {
    const expression = compilePattern(entry.pattern, anchor);
    const fits = test(expression, subject);
    if (fits === undefined) passed.push({ entry, why: 'tooLong' });
    else if (fits && takesVerb(entry, verb)) return { entry, passed };
    else if (fits) passed.push({ entry, why: 'verb' });
    else if (entry.pattern.kind === 'prefix' && test(expression, `${subject}/`)) passed.push({ entry, why: 'slash' });
  }
  return { passed };
}
