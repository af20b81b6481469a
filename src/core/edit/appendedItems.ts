import { bomLength } from '../json/byteOrderMark';
import type { Json } from '../json/json';
import { nodeAt, readJson } from '../json/jsonText';
import type { TextEdit } from './textEdit';

/**
 * Puts items behind those of a list in a JSON text, formatted like them, and changes no other byte.
 * @returns undefined when the text is not well-formed or has no list there
 */
export function appendedItems(text: string, pointer: string, items: readonly Json[]): TextEdit[] | undefined {
  const bom = bomLength(text);
  const body = text.slice(bom);
  const { root, stop } = readJson(body);
  const list = root && !stop ? nodeAt(root, pointer) : undefined;
  if (!list?.items) return undefined;
  if (items.length === 0) return [];
  const last = list.items.at(-1);
  if (last) {
    const before = list.items.at(-2);
    const separator = before ? body.slice(before.end, last.start) : `,${body.slice(list.start + 1, last.start)}`;
    const isBroken = /[\r\n]/.test(separator) || /[\r\n]/.test(body.slice(last.start, last.end));
    const made = items.map(
      (item) => separator + written(item, body, isBroken ? indentAt(body, last.start) : undefined),
    );
    return [{ start: last.end + bom, end: last.end + bom, text: made.join('') }];
  }
  const range = { start: list.start + 1 + bom, end: list.end - 1 + bom };
  if (!/[\r\n]/.test(body)) return [{ ...range, text: items.map((item) => written(item, body, undefined)).join(',') }];
  const outer = indentAt(body, list.start);
  const lead = lineBreakOf(body) + outer + unitOf(body);
  const made = items.map((item) => lead + written(item, body, outer + unitOf(body)));
  return [{ ...range, text: made.join(',') + lineBreakOf(body) + outer }];
}

/** @param indent of the line that it begins in; without one it has one line */
function written(item: Json, text: string, indent: string | undefined): string {
  if (indent === undefined) return JSON.stringify(item);
  return JSON.stringify(item, undefined, unitOf(text)).replaceAll('\n', lineBreakOf(text) + indent);
}

function indentAt(text: string, at: number): string {
  return /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(text.slice(0, at))?.[1] ?? '';
}

function unitOf(text: string): string {
  return /[\r\n]([ \t]+)/.exec(text)?.[1] ?? '  ';
}

function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
