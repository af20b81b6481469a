/** What a snippet writes if all its places are left as they are. */
export function filledSnippet(body: unknown): unknown {
  const text = JSON.stringify(body)
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\\\\([$}])/g, '$1');
  return JSON.parse(text);
}
