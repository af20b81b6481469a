/** A shortened id, as in Git. */
export function shortId(id: string): string {
  return /^[0-9a-f]{16,}$/i.test(id) ? `${id.slice(0, 10)}…` : id;
}
