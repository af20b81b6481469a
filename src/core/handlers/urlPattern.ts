/** Where a regexPattern is looked for in the path: docs/switches.md#webpatternanchor. */
export type PatternAnchor = 'anywhere' | 'start';

/** A URL pattern of an entry. `text` is as in the file. */
export interface UrlPattern {
  readonly kind: 'prefix' | 'regex';
  readonly text: string;
}

/**
 * The regular expression that a pattern stands for. A prefix has slashes at both ends already: `start` takes `/start/…`, and
 * `/start` alone it does not. Neither kind is bound to the end of the path (docs/facts/4d-web.md#request-handlers).
 *
 * 4D has ICU's expressions, this is JavaScript's; `(?i)`, `(?s)` and `(?m)` at the beginning, `\A` and `\p{…}` are carried over.
 * @throws SyntaxError when it does not compile
 */
export function compilePattern({ kind, text }: UrlPattern, anchor: PatternAnchor): RegExp {
  const { flags, source } = kind === 'prefix' ? { flags: '', source: bare(text) } : withoutInlineFlags(text);
  // Alone first, so that a stray parenthesis is not closed by the ones around it.
  const alone = new RegExp(source, flags + flagsOf(source));
  if (kind === 'prefix') return new RegExp(`^/(?:${source})/`, alone.flags);
  return anchor === 'start' ? new RegExp(`^(?:${source})`, alone.flags) : alone;
}

/** The slashes at both ends are there already. */
export function bare(prefix: string): string {
  return prefix.replace(/^\/+/, '').replace(/\/+$/, '');
}

function withoutInlineFlags(text: string): { flags: string; source: string } {
  const inline = /^\(\?([ims]+)\)/.exec(text);
  const source = text.slice(inline?.[0].length ?? 0).replace(/^\\A/, '^');
  return { flags: [...new Set(inline?.[1] ?? '')].join(''), source };
}

/** Only with `u` does `\p{…}` mean a property of Unicode; without need `u` would refuse what ICU allows. */
function flagsOf(source: string): string {
  return /\\p\{/i.test(source) ? 'u' : '';
}

/** What is known for sure of the paths that a pattern takes. */
export type PatternReach =
  | 'everything'
  /** They have this text, at their beginning or somewhere; with `whole`, all that have it are taken. */
  | { readonly text: string; readonly atStart: boolean; readonly whole: boolean };

/** Undefined when nothing is known. */
export function reachOf({ kind, text }: UrlPattern): PatternReach | undefined {
  if (kind === 'prefix') {
    const literal = literalOf(bare(text));
    if (literal !== undefined) return { text: `/${literal}/`, atStart: true, whole: true };
    const lead = leadOf(bare(text));
    return lead === undefined ? undefined : { text: `/${lead}`, atStart: true, whole: false };
  }
  // Every path begins with a slash.
  if (/^\^?\/?(\.\*\$?)?$/.test(text)) return 'everything';
  const atStart = text.startsWith('^');
  const source = text.slice(atStart ? 1 : 0);
  const literal = literalOf(source);
  if (literal !== undefined) return { text: literal, atStart, whole: true };
  const lead = leadOf(source);
  return lead === undefined ? undefined : { text: lead, atStart, whole: false };
}

/** Whether `first` takes every path that `second` takes, for sure and wherever patterns are anchored. */
export function covers(first: UrlPattern, second: UrlPattern): boolean {
  if (first.kind === second.kind && sameText(first, second)) return true;
  const wide = reachOf(first);
  if (wide === 'everything') return true;
  const narrow = reachOf(second);
  if (!wide?.whole || !narrow || narrow === 'everything') return false;
  return narrow.text.startsWith(wide.text) && (narrow.atStart || !wide.atStart);
}

function sameText(first: UrlPattern, second: UrlPattern): boolean {
  return first.kind === 'prefix' ? bare(first.text) === bare(second.text) : first.text === second.text;
}

/** The text that an expression takes when it takes just one; undefined otherwise. */
export function literalOf(source: string): string | undefined {
  const { text, rest } = plainBeginning(source);
  return rest === '' ? text : undefined;
}

/** The text that everything begins with that an expression takes; undefined when there is none. */
function leadOf(source: string): string | undefined {
  // An alternative may begin with something else.
  if (withoutGroups(source).includes('|')) return undefined;
  const { text, rest } = plainBeginning(source);
  // What may be absent or repeated is not certain.
  const certain = /^[*+?{]/.test(rest) ? text.slice(0, -1) : text;
  return certain === '' ? undefined : certain;
}

/** As far as an expression is plain text, and what comes then. */
export function plainBeginning(source: string): { text: string; rest: string } {
  // \d, \b, \1 and their like stand for something else.
  const beginning = /^(?:\\[^\p{L}\p{N}]|[^.*+?()[\]{}|^$\\])*/u.exec(source)?.[0] ?? '';
  return { text: beginning.replace(/\\(.)/gsu, '$1'), rest: source.slice(beginning.length) };
}

/** An expression without what is in brackets, classes and escapes. */
function withoutGroups(source: string): string {
  let outside = source.replace(/\\./gs, '').replace(/\[[^\]]*\]/g, '');
  for (let before = ''; before !== outside; ) {
    before = outside;
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  return outside;
}
