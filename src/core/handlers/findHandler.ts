import { type HandlerEntry, takesVerb } from './handlerEntry';
import { compilePattern, type PatternAnchor } from './urlPattern';

/** Why an entry that comes before the answer does not take the request, where that is worth a word. */
export type PassReason =
  /** Its pattern fits, its verbs do not. */
  | 'verb'
  /** It would fit with a slash at the end of the path: a prefix contains its closing slash. */
  | 'slash'
  /** Its expression backtracks too long on this path. */
  | 'tooLong';

export interface PassedEntry {
  readonly entry: HandlerEntry;
  readonly why: PassReason;
}

export interface HandlerSearch {
  /** The first that takes pattern and verb; undefined when none does. */
  readonly entry?: HandlerEntry;
  readonly passed: readonly PassedEntry[];
}

/**
 * Tries an expression on a path; undefined when that takes too long. Whoever serves requests gives one that is bounded:
 * an expression like `(a+)+$` needs minutes for sixty characters.
 */
export type PatternTest = (expression: RegExp, path: string) => boolean | undefined;

const UNBOUNDED: PatternTest = (expression, path) => expression.test(path);

/**
 * The handler of a request: the first entry whose pattern and verb fit (docs/facts/4d-web.md#request-handlers).
 * @param path of the URL, as sent, without the query; several slashes at its beginning count as one, as in an example there
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
