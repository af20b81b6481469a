/** Characters of a JSON text that structure it. */
export const JSON_MARKS = { comma: 44, openBracket: 91, closeBracket: 93, openBrace: 123, closeBrace: 125 } as const;

/** The character around texts. */
export const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The offset of the first character outside of strings for which `isMeant` returns true. The text need not be
 * well-formed, so it can be looked at before `JSON.parse`.
 * @param isMeant gets each character as its code, in the order of the text
 */
export function firstMark(text: string, isMeant: (code: number) => boolean): number | undefined {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isMeant(code)) return at;
  }
  return undefined;
}

/** The offset of the closing quote, or the end of the text. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}
