import { type Html, type HtmlValue, html } from '../base/html';
import { visibleLines } from '../base/visibleText';

/** Writes HTML or SVG that others read: each text in it is escaped, visible, and valid in XML. */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return html(strings, ...values.map(shown));
}

function shown(value: HtmlValue): HtmlValue {
  if (typeof value === 'string') return writable(value);
  return Array.isArray(value) ? value.map(shown) : value;
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
