/** The text without a BOM. */
export function withoutBom(text: string): string {
  return text.slice(bomLength(text));
}

/** How many characters of a text are a BOM at its beginning. */
export function bomLength(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}
