import type { Range } from '../json/position';
import type { UrlPattern } from './urlPattern';

/** An entry of HTTPHandlers.json without errors. */
export interface HandlerEntry {
  /** Zero-based index in the file. */
  readonly index: number;
  readonly className: string;
  readonly method: string;
  readonly pattern: UrlPattern;
  /** In upper case. Absent when the entry takes all verbs. */
  readonly verbs?: readonly string[];
  readonly range: Range;
}

/** Whether an entry takes a verb, ignoring case. Any word can be a verb (docs/facts/4d-web.md#request-handlers). */
export function takesVerb({ verbs }: Pick<HandlerEntry, 'verbs'>, verb: string): boolean {
  return verbs === undefined || verbs.includes(verb.toUpperCase());
}

/** The verbs in a comma-separated list. */
export function verbList(text: string): string[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  return [...new Set(words.filter((word) => word !== ''))];
}
