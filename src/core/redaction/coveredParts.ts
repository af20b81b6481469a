import { REDACTED } from '../protocol/redacted';
import { SHORTEST_SECRET } from './shortestSecret';

/**
 * Everything in a text that is not there any more once it is redacted.
 * @param joinsShort whether short parts are given together with what is between them, because alone they are ordinary words
 */
export function coveredParts(whole: string, redacted: string, joinsShort = true): string[] {
  // A number that is covered has quotes.
  const found =
    partsBetween(whole, redacted.split(REDACTED)) ??
    partsBetween(whole, redacted.replaceAll(`"${REDACTED}"`, REDACTED).split(REDACTED));
  if (!found) return [whole];
  // Short parts also occur in ordinary words, so what is between them is covered with them.
  const isShort = joinsShort && found.length > 1 && found.some(({ length }) => length < SHORTEST_SECRET);
  return isShort ? [between(whole, redacted)] : found.map((part) => part.replace(/^"(.*)"$/s, '$1'));
}

/** What stands between the texts that were kept. Undefined if they are not all there. */
function partsBetween(whole: string, kept: readonly string[]): string[] | undefined {
  const [first = '', ...others] = kept;
  const last = others.pop();
  if (last === undefined || !whole.startsWith(first) || !whole.endsWith(last)) return undefined;
  const found: string[] = [];
  let from = first.length;
  for (const text of others) {
    const at = whole.indexOf(text, from);
    if (at < 0) return undefined;
    found.push(whole.slice(from, at));
    from = at + text.length;
  }
  const end = whole.length - last.length;
  if (end < from) return undefined;
  return [...found, whole.slice(from, end)].filter((part) => part !== '');
}

/**
 * What was covered in a text. If it is more than one part, it is all from the first one to the last one, so that nothing of a
 * secret is left.
 */
function between(whole: string, redacted: string): string {
  const first = redacted.indexOf(REDACTED);
  let before = redacted.slice(0, Math.max(0, first));
  let after = first < 0 ? '' : redacted.slice(redacted.lastIndexOf(REDACTED) + REDACTED.length);
  // A number that is covered has quotes.
  if (!whole.startsWith(before) && before.endsWith('"')) before = before.slice(0, -1);
  if (!whole.endsWith(after) && after.startsWith('"')) after = after.slice(1);
  const isThere =
    whole.startsWith(before) && whole.endsWith(after) && whole.length > before.length + after.length && first >= 0;
  return isThere ? whole.slice(before.length, whole.length - after.length) : whole;
}
