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

/**
 * Covers what an expression compares with a member whose name stands for a secret: `$filter=password == x`, or
 * `'x' = pin and a = 1`. Placeholders such as `:1` and other comparisons stay.
 */
export function redactExpression(text: string, names: NamedSecrets): string {
  if (!MAY_COMPARE.test(text)) return text;
  const clauses: RegExpExecArray[][] = [[]];
  for (const token of text.matchAll(TOKEN)) {
    if (JOINING.test(token[0])) clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  const compared = clauses.map((tokens) => placeOfSecret(tokens, names));
  if (compared.every((place) => place === undefined)) return text;
  let shown = '';
  let from = 0;
  for (const [at, tokens] of clauses.entries()) {
    const place = compared[at];
    // What stands alone belongs to a value with a word that joins.
    if (place === undefined && tokens.some(([token]) => OPERATOR.test(token))) continue;
    for (const [index, token] of tokens.entries()) {
      if (index === place || isKept(tokens, index)) continue;
      shown += text.slice(from, token.index) + REDACTED;
      from = token.index + token[0].length;
    }
  }
  return shown + text.slice(from);
}

/** The place of the name of a secret beside an operator, or in the brackets of one. */
function placeOfSecret(tokens: readonly RegExpExecArray[], names: NamedSecrets): number | undefined {
  if (!tokens.some(([token]) => OPERATOR.test(token))) return undefined;
  const place = tokens.findIndex(([token]) => {
    const name = token.replace(/^["']|["']$/g, '');
    return names.isName(name) || names.isName(name.slice(name.lastIndexOf('.') + 1));
  });
  // A URL with a query is no comparison.
  const isInUrl = tokens.slice(0, Math.max(0, place)).some(([token]) => token === '?' || /^[\w./]*\/\//.test(token));
  return place < 0 || isInUrl ? undefined : place;
}

function isKept(tokens: readonly RegExpExecArray[], index: number): boolean {
  const [token] = tokens[index] as RegExpExecArray;
  if (!/^["'\p{L}\p{N}_$.@/\\-]/u.test(token)) return true;
  if (OPERATOR.test(token) || HARMLESS.test(token)) return true;
  return tokens[index - 1]?.[0] === ':' && /^\d{1,2}$/.test(token);
}
