/**
 * Whether an object in a JSON text may have the same key twice, given the text and what `JSON.parse` made of it.
 *
 * `JSON.parse` drops duplicates silently and reading every file a second time would double the cost of a scan. Each key
 * and each string value has two quotes in the text, so fewer of them in the value than in the text means that something
 * was dropped. A text with an escape may hold quotes that do not delimit: it always gets the exact reading.
 */
export function mayHaveDuplicateKeys(text: string, value: unknown): boolean {
  if (text.includes('\\')) return true;
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes !== 2 * countStrings(value);
}

/** Strings and keys in a value, with a stack of its own: a session file can nest 100,000 deep. */
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
