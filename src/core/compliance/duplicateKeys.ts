/**
 * Whether an object in a JSON text may have the same key twice.
 *
 * `JSON.parse` drops duplicates silently, and reading every file a second time would double the cost of a scan. Each
 * key and each string value has two quotes in the text. So when the text has more quotes than the value needs,
 * something was dropped. A text with an escape may have quotes that delimit nothing. It is always read exactly.
 * @param value what `JSON.parse` made of the text
 */
export function mayHaveDuplicateKeys(text: string, value: unknown): boolean {
  if (text.includes('\\')) return true;
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes !== 2 * countStrings(value);
}

/** Counts the strings and keys in a value. It does not recurse, because a session file can be nested 100,000 deep. */
function countStrings(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each === 'string') count++;
    else if (Array.isArray(each)) for (const item of each) open.push(item);
    else if (typeof each === 'object' && each !== null) {
      for (const key of Object.keys(each)) {
        count++;
        const member = (each as Record<string, unknown>)[key];
        if (typeof member === 'string') count++;
        else if (typeof member === 'object') open.push(member);
      }
    }
  }
  return count;
}
