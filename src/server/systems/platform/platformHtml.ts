import { type Html, type HtmlValue, html, onLines } from '../../../core/base/html';

/** The link to the start page. Every page of the platform has it. */
export const HOME = html`<p><a href="/">All requests and mails</a></p>`;

/**
 * A virtual time as HTML.
 * @param at ISO 8601
 */
export function time(at: string): Html {
  return html`<time datetime="${at}">${at}</time>`;
}

/** A description list: terms and their values. Entries that are `false` are left out. */
export function factList(facts: readonly (readonly [term: string, value: HtmlValue] | false)[]): Html {
  const shown = facts.filter((fact) => fact !== false);
  return html`<dl>${shown.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

/** @param rows HTML elements `tr` */
export function table(heads: readonly string[], rows: readonly Html[]): Html {
  const head = heads.map((text) => html`<th>${text}</th>`);
  return html`<table><thead><tr>${head}</tr></thead><tbody>\n${onLines(rows)}\n</tbody></table>`;
}
