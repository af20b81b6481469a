import type { Json } from '../core/json/json';

/** How far lines are set in at most. What is deeper is set in as far. */
const DEEPEST = 6;

/** JSON as text. Where a line is too long, it goes on further in than it begins, so that members can be told apart. */
export function JsonLines({ value }: { readonly value: Json }) {
  return <>{laidOutLines(JSON.stringify(value, undefined, 2))}</>;
}

/** The lines of a text that is laid out as JSON. */
export function laidOutLines(text: string) {
  const lines = text.split('\n');
  return lines.map((line, at) => (
    <span class={`json-line json-${Math.min(DEEPEST, Math.floor(line.search(/\S|$/) / 2))}`}>
      {at < lines.length - 1 ? `${line}\n` : line}
    </span>
  ));
}
