import { REDACTED } from '../protocol/redacted';
import type { NamedSecrets } from './namedSecrets';

/** A text in quotes, a word, or a sign. */
const TOKEN =
  /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|[\p{L}\p{N}_$.@/\\-]+|[^\s\p{L}\p{N}_$.@/\\"'-]/gu;
const OPERATOR =
  /^(?:[=<>!#%~]|eq|ne|gt|ge|lt|le|is|like|in|begin|begins|contains|matches|startswith|endswith|between|equals)$/i;
const HARMLESS = /^(?:not|null|true|false|undefined|empty|with|by|order|asc|desc)$/i;
const JOINING = /^(?:and|or|&|\||except)$/i;
const MAY_COMPARE = /[=<>!#%~]|\b(?:eq|ne|like|in|is|begin|contains|startswith|endswith|matches)\b/i;

/** Tells which names stand for secrets. */
type ExpressionNames = Pick<NamedSecrets, 'isName'>;

/**
 * Covers what an expression compares with a member whose name stands for a secret: `$filter=password == x`, or
 * `'x' = pin and a = 1`. Placeholders such as `:1` and other comparisons stay.
 */
export function redactExpression(text: string, names: ExpressionNames): string {
  let shown = '';
  let from = 0;
  for (const { 0: token, index } of comparedTokens(text, names)) {
    if (isPlaceholder(text, index, token)) continue;
    shown += text.slice(from, index) + REDACTED;
    from = index + token.length;
  }
  return shown + text.slice(from);
}

/** What an expression compares with secrets. */
export interface ComparedValues {
  /** As they are written: texts have their quotes. */
  readonly written: readonly string[];
  /** The numbers of the values that stand apart: 2 for `:2`. */
  readonly apart: readonly number[];
}

/** The values that an expression compares with members whose names stand for secrets. */
export function comparedValues(text: string, names: ExpressionNames): ComparedValues {
  const tokens = comparedTokens(text, names);
  const isApart = ({ 0: token, index }: RegExpExecArray) => isPlaceholder(text, index, token);
  return {
    written: tokens.filter((each) => !isApart(each)).map(([token]) => token),
    apart: tokens.filter(isApart).map(([token]) => Number(token)),
  };
}

function comparedTokens(text: string, names: ExpressionNames): RegExpExecArray[] {
  if (!MAY_COMPARE.test(text)) return [];
  const clauses: RegExpExecArray[][] = [[]];
  for (const token of text.matchAll(TOKEN)) {
    if (JOINING.test(token[0])) clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  const compared = clauses.map((tokens) => placeOfSecret(tokens, names));
  if (compared.every((place) => place === undefined)) return [];
  return clauses.flatMap((tokens, at) => {
    const place = compared[at];
    // What stands alone belongs to a value with a word that joins.
    if (place === undefined && tokens.some(([token]) => OPERATOR.test(token))) return [];
    return tokens.filter((token, index) => index !== place && !isKept(token[0]));
  });
}

/** The place of the name of a secret beside an operator, or in the brackets of one. */
function placeOfSecret(tokens: readonly RegExpExecArray[], names: ExpressionNames): number | undefined {
  if (!tokens.some(([token]) => OPERATOR.test(token))) return undefined;
  const place = tokens.findIndex(([token]) => {
    const name = token.replace(/^["']|["']$/g, '');
    return names.isName(name) || names.isName(name.slice(name.lastIndexOf('.') + 1));
  });
  // A URL with a query is no comparison.
  const isInUrl = tokens.slice(0, Math.max(0, place)).some(([token]) => token === '?' || /^[\w./]*\/\//.test(token));
  return place < 0 || isInUrl ? undefined : place;
}

function isKept(token: string): boolean {
  return !/^["'\p{L}\p{N}_$.@/\\-]/u.test(token) || OPERATOR.test(token) || HARMLESS.test(token);
}

/** Whether a number is the place of a value that stands apart, as in `token = :1`. */
function isPlaceholder(text: string, index: number, token: string): boolean {
  return /^\d{1,2}$/.test(token) && /:\s*$/.test(text.slice(Math.max(0, index - 8), index));
}
