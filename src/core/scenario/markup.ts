import { visibleLines } from '../base/visibleText';

/** Escapes a text for HTML and SVG, between tags and in attributes. */
export function escapeMarkup(text: string): string {
  return writable(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * Makes a text visible and valid in XML: an invisible character is shown as its code point, a character that XML does
 * not allow becomes `�`.
 */
export function writable(text: string): string {
  return visibleLines(text.replace(UNWRITABLE, '\ufffd'));
}

// XML 1.0 allows no control characters but tab and line ends, and no lone surrogates.
const UNWRITABLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu;
