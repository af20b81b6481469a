import { urlEncoded } from '../base/urlText';
import type { Json } from '../json/json';

/** A value and the name of the variable that replaces it. */
export type Named = readonly [name: string, value: string];

/** Replaces values in a text with variables, also where they are URL-encoded. This is the reverse of `fillText`. */
export function unfillText(text: string, named: readonly Named[]): string {
  const sorted = [...named].filter(([, value]) => value !== '').sort(([, a], [, b]) => b.length - a.length);
  // The text is kept in pieces, so that nothing is replaced inside the name of a variable.
  let pieces: (string | { readonly place: string })[] = [text];
  for (const [name, value] of sorted) {
    const encoded = urlEncoded(value);
    pieces = split(pieces, value, `{{${name}}}`);
    if (encoded !== value) pieces = split(pieces, encoded, `{{${name}|url}}`);
  }
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.place)).join('');
}

/** The same for every text in a JSON value. Keys stay. */
export function unfillJson<T extends Json>(json: T, named: readonly Named[]): T {
  if (typeof json === 'string') return unfillText(json, named) as T;
  if (Array.isArray(json)) return json.map((each: Json) => unfillJson(each, named)) as unknown as T;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, unfillJson(value as Json, named)])) as T;
}

function split(
  pieces: readonly (string | { readonly place: string })[],
  value: string,
  place: string,
): (string | { readonly place: string })[] {
  return pieces.flatMap((piece) => {
    if (typeof piece !== 'string') return [piece];
    return piece.split(value).flatMap((part, at) => (at === 0 ? [part] : [{ place }, part]));
  });
}
