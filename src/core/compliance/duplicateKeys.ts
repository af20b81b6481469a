/**
 * Whether an object in a JSON text may have the same key twice.
 *
 * `JSON.parse` drops duplicates silently, and reading every file a second time would double the cost of a scan. Each
 * key and each string value has two quotes in the text. So when the text has more quotes than the value needs,
 * something was dropped. A text with an escape may have quotes that delimit nothing. It is always read exactly.
 * @param strings how many keys and strings the value has that `JSON.parse` made of the text
 */
export function mayHaveDuplicateKeys(text: string, strings: number): boolean {
  if (text.includes('\\')) return true;
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes !== 2 * strings;
}

/** Counts the keys and strings in a value. */
export function countStrings(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countStrings(item);
    return count;
  }
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object)) count += 1 + countStrings(object[key]);
  return count;
}
