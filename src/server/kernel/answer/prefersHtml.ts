/**
 * Whether a client would rather have a page for people than JSON, as browsers say when a person opens an address (RFC 9110,
 * 12.5.1). One that takes anything gets JSON.
 * @param accept the header `Accept`
 */
export function prefersHtml(accept: string | undefined): boolean {
  const weights = new Map<string, number>();
  for (const range of (accept ?? '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((each) => each.startsWith('q='));
    weights.set(type, weight === undefined ? 1 : Number(weight.slice(2)) || 0);
  }
  const weightOf = (...ranges: readonly string[]) =>
    ranges.map((range) => weights.get(range)).find((weight) => weight !== undefined) ?? 0;
  return weightOf('text/html', 'text/*', '*/*') > weightOf('application/json', 'application/*', '*/*');
}
