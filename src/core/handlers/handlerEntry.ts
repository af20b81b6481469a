import type { Range } from '../json/position';
import type { UrlPattern } from './urlPattern';

/** An entry of HTTPHandlers.json that can take requests. */
export interface HandlerEntry {
  /** Zero-based place in the file. */
  readonly index: number;
  readonly className: string;
  readonly method: string;
  readonly pattern: UrlPattern;
  /** Upper case; absent takes all. */
  readonly verbs?: readonly string[];
  readonly range: Range;
}

/** Whether an entry takes a verb, in any case; any word is a verb (docs/facts/4d-web.md#request-handlers). */
export function takesVerb({ verbs }: Pick<HandlerEntry, 'verbs'>, verb: string): boolean {
  return verbs === undefined || verbs.includes(verb.toUpperCase());
}

/** The verbs of a comma list. */
export function verbList(text: string): string[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  return [...new Set(words.filter((word) => word !== ''))];
}
