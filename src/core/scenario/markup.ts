import { visibleLines } from '../base/visibleText';

/** A text as it stands in HTML and SVG, between tags and in attributes. */
export function escapeMarkup(text: string): string {
  return writable(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A text as its reader sees it: what is not visible is shown by its code point, what XML cannot have at all becomes `�`. */
export function writable(text: string): string {
  return visibleLines(text.replace(UNWRITABLE, '\ufffd'));
}

// XML 1.0 has no control characters but tab and line ends, and no halves of characters.
const UNWRITABLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu;
