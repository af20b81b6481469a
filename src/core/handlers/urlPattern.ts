import { BoundedPattern } from '../pattern/boundedPattern';
import { PATTERN_LIMITS } from '../pattern/patternLimit';
import { type JavaScriptPattern, javaScriptOf } from './icuPattern';

/** Where in the path a regexPattern may match: docs/switches.md#webpatternanchor. */
export type PatternAnchor = 'anywhere' | 'start';

/** A URL pattern of an entry. `text` is as in the file. */
export interface UrlPattern {
  readonly kind: 'prefix' | 'regex';
  readonly text: string;
}

/**
 * The regular expression for a pattern. A prefix already has slashes at both ends: `start` matches `/start/…`, but not
 * `/start` alone. Neither kind has to match up to the end of the path (docs/facts/4d-web.md#request-handlers).
 * 4D uses ICU's expressions, which are translated to JavaScript's.
 * @throws SyntaxError when it does not compile; an `IcuFault` when it cannot be translated
 * @throws PatternLimit when it is too large
 */
export function compilePattern(pattern: UrlPattern, anchor: PatternAnchor): BoundedPattern {
  const { source, flags } = javaScriptOfPattern(pattern);
  // Compiled alone first, so that the parentheses added below cannot close an unmatched one.
  const alone = new BoundedPattern(source, flags);
  if (pattern.kind === 'prefix') return new BoundedPattern(`^/(?:${source})/`, flags);
  return anchor === 'start' ? new BoundedPattern(`^(?:${source})`, flags) : alone;
}

/**
 * A pattern as JavaScript's expression, a prefix without the slashes at its ends.
 * @throws as `compilePattern`
 */
export function javaScriptOfPattern({ kind, text }: UrlPattern): JavaScriptPattern {
  // What is too long is refused before anybody looks into it.
  if (text.length > PATTERN_LIMITS.length) return { source: text, flags: '' };
  return javaScriptOf(kind === 'prefix' ? bare(text) : text);
}

/** A prefix without the slashes at its ends, which are always there. */
export function bare(prefix: string): string {
  const start = /^\/*/.exec(prefix)?.[0].length ?? 0;
  let end = prefix.length;
  while (end > start && prefix[end - 1] === '/') end--;
  return prefix.slice(start, end);
}

/** What is certain about the paths that a pattern matches. */
export type PatternReach =
  | 'everything'
  /** They contain this text, at the beginning or anywhere. `whole`: every path that contains it matches. */
  | { readonly text: string; readonly atStart: boolean; readonly whole: boolean };

/** Undefined when nothing is certain. */
export function reachOf(pattern: UrlPattern): PatternReach | undefined {
  const { source: text, flags } = javaScriptOfPattern(pattern);
  if (flags.includes('i')) return undefined;
  if (pattern.kind === 'prefix') {
    const literal = literalOf(text);
    if (literal !== undefined) return { text: `/${literal}/`, atStart: true, whole: true };
    const lead = leadOf(text);
    return lead === undefined ? undefined : { text: `/${lead}`, atStart: true, whole: false };
  }
  // Every path begins with a slash, so these match everything.
  if (/^\^?\/?(\.\*\$?)?$/.test(text)) return 'everything';
  const atStart = text.startsWith('^');
  const source = text.slice(atStart ? 1 : 0);
  const literal = literalOf(source);
  if (literal !== undefined) return { text: literal, atStart, whole: true };
  const lead = leadOf(source);
  return lead === undefined ? undefined : { text: lead, atStart, whole: false };
}

/**
 * Whether `first` certainly matches every path that `second` matches, wherever patterns are anchored.
 * @param reach for patterns that are compared with many others: `reachOf`, which remembers
 */
export function covers(first: UrlPattern, second: UrlPattern, reach: typeof reachOf): boolean {
  if (first.kind === second.kind && sameText(first, second)) return true;
  const wide = reach(first);
  if (wide === 'everything') return true;
  const narrow = reach(second);
  if (!wide?.whole || !narrow || narrow === 'everything') return false;
  return narrow.text.startsWith(wide.text) && (narrow.atStart || !wide.atStart);
}

function sameText(first: UrlPattern, second: UrlPattern): boolean {
  return first.kind === 'prefix' ? bare(first.text) === bare(second.text) : first.text === second.text;
}

/** The only text that an expression matches. Undefined when it may match several. */
export function literalOf(source: string): string | undefined {
  const { text, rest } = plainBeginning(source);
  return rest === '' ? text : undefined;
}

/** The text with which every match of an expression begins. Undefined when there is none. */
function leadOf(source: string): string | undefined {
  // An alternative may begin with another text.
  if (withoutGroups(source).includes('|')) return undefined;
  const { text, rest } = plainBeginning(source);
  // The last character may be absent or repeated.
  const certain = /^[*+?{]/.test(rest) ? text.slice(0, -1) : text;
  return certain === '' ? undefined : certain;
}

/** The plain text at the beginning of an expression, and the rest of the expression. */
export function plainBeginning(source: string): { text: string; rest: string } {
  // \d, \b, \1 and similar escapes are not plain text.
  const beginning = /^(?:\\[^\p{L}\p{N}]|[^.*+?()[\]{}|^$\\])*/u.exec(source)?.[0] ?? '';
  return { text: beginning.replace(/\\(.)/gsu, '$1'), rest: source.slice(beginning.length) };
}

/** An expression without groups, classes and escapes. */
function withoutGroups(source: string): string {
  let outside = source.replace(/\\./gs, '').replace(/\[[^\]]*\]?/g, '');
  for (let before = ''; before !== outside; ) {
    before = outside;
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  return outside;
}
