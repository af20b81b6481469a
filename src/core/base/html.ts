import { html as hono, raw as honoRaw } from 'hono/html';

declare const isHtml: unique symbol;

/** A piece of HTML or XML that is put into another as it is. `String(piece)` is its text. */
export interface Html {
  readonly [isHtml]: true;
}

/** What stands in a template: a text is escaped; `false` and `undefined` are nothing. */
export type HtmlValue = string | number | false | undefined | Html | readonly HtmlValue[];

/** Writes HTML or XML: each text in it is escaped, between tags and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  // A promise only where a value is one.
  return hono(strings, ...values) as unknown as Html;
}

/** Takes a text as HTML: only for what this code has written itself, and for what is shown where nothing can run. */
export function raw(text: string): Html {
  return honoRaw(text) as unknown as Html;
}

/** Puts each piece on a line of its own. */
export function onLines(pieces: readonly HtmlValue[]): Html {
  return html`${pieces.map((piece, at) => (at === 0 ? piece : [raw('\n'), piece]))}`;
}
