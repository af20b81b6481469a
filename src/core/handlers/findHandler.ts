import type { BoundedPattern } from '../pattern/boundedPattern';
import { PatternLimit } from '../pattern/patternLimit';
import type { StepBudget } from '../pattern/runPattern';
import { type HandlerEntry, takesVerb } from './handlerEntry';
import { compilePattern, type PatternAnchor } from './urlPattern';

/** Why an earlier entry does not take the request, when that is worth telling. */
export type PassReason =
  /** Its pattern matches, but its verbs do not. */
  | 'verb'
  /** It would match if the path ended with a slash, because a prefix includes its closing slash. */
  | 'slash';

export interface PassedEntry {
  readonly entry: HandlerEntry;
  readonly why: PassReason;
}

export interface HandlerSearch {
  /** The first entry whose pattern and verb match. Absent when there is none. */
  readonly entry?: HandlerEntry;
  readonly passed: readonly PassedEntry[];
  /** The entry at which the search was given up. Nobody can say which entry takes the request. */
  readonly unjudged?: HandlerEntry;
}

/** An entry that is ready to be compared with paths. */
export interface CompiledHandler {
  readonly entry: HandlerEntry;
  readonly pattern: BoundedPattern;
}

/** @param entries of `readHandlers`, which leaves out those that do not compile */
export function compileHandlers(entries: readonly HandlerEntry[], anchor: PatternAnchor): CompiledHandler[] {
  return entries.map((entry) => ({ entry, pattern: compilePattern(entry.pattern, anchor) }));
}

/**
 * Finds the handler of a request: the first entry whose pattern and verb match (docs/facts/4d-web.md#request-handlers).
 * @param path path of the URL as sent, without the query. Several slashes at its beginning count as one, as in an
 * example there.
 * @param budget steps for all patterns together, so that many do not take longer than one
 */
export function findHandler(
  handlers: readonly CompiledHandler[],
  verb: string,
  path: string,
  budget: StepBudget,
): HandlerSearch {
  const passed: PassedEntry[] = [];
  const subject = path.replace(/^\/+/, '/');
  for (const { entry, pattern } of handlers) {
    try {
      const fits = pattern.test(subject, budget);
      if (fits && takesVerb(entry, verb)) return { entry, passed };
      if (fits) passed.push({ entry, why: 'verb' });
      else if (entry.pattern.kind === 'prefix' && pattern.test(`${subject}/`, budget)) {
        passed.push({ entry, why: 'slash' });
      }
    } catch (error) {
      if (error instanceof PatternLimit) return { passed, unjudged: entry };
      throw error;
    }
  }
  return { passed };
}
