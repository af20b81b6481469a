/** Makes a text safe in the CDATA section that the JUnit builder writes: it escapes only the first end mark. */
export function cdataText(text: string): string {
  return text.replaceAll(']]>', ']] >');
}
