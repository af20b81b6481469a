import { type JsonNode, readJson } from '../json/jsonText';
import { pointerParts } from '../json/pointer';
import { Layout, lastMember, type ObjectLayout } from './layout';
import type { TextEdit } from './textEdit';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Sets the value that a JSON Pointer (RFC 6901) names, and changes no other byte of the text.
 * A value that exists is replaced. Of two equal keys the last is used, as `JSON.parse` does. A missing member is added
 * after the others and formatted like them. Missing parents are added with it.
 * @param text may begin with a BOM
 * @returns no edit when the value is already set; undefined when the text is not well-formed or a parent is not an
 * object
 */
export function setValue(text: string, pointer: string, value: JsonValue): TextEdit[] | undefined {
  const bom = bomLength(text);
  const body = text.slice(bom);
  const { root, stop } = readJson(body);
  if (!root || stop) return undefined;
  const edit = new Setter(body, root).set(pointerParts(pointer), value);
  if (edit === undefined) return undefined;
  return edit === 'alreadySo' ? [] : [{ ...edit, start: edit.start + bom, end: edit.end + bom }];
}

/**
 * Removes the BOM.
 * @returns no edit when there is none; undefined when the text is not well-formed
 */
export function removeBom(text: string): TextEdit[] | undefined {
  const bom = bomLength(text);
  if (readJson(text.slice(bom)).stop) return undefined;
  return bom === 0 ? [] : [{ start: 0, end: bom, text: '' }];
}

/** The text without a BOM. */
export function withoutBom(text: string): string {
  return text.slice(bomLength(text));
}

function bomLength(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

class Setter {
  private known: Layout | undefined;

  constructor(
    private readonly text: string,
    private readonly root: JsonNode,
  ) {}

  set(path: readonly string[], value: JsonValue): TextEdit | 'alreadySo' | undefined {
    let node = this.root;
    for (const [depth, part] of path.entries()) {
      const child = node.members?.get(part) ?? (/^(0|[1-9]\d*)$/.test(part) ? node.items?.[Number(part)] : undefined);
      if (!child) return node.members && this.add(node, depth, part, wrapped(path.slice(depth + 1), value));
      node = child;
    }
    if (this.is(node, value)) return 'alreadySo';
    return { start: node.start, end: node.end, text: this.written(value, path.length) };
  }

  private add(object: JsonNode, depth: number, key: string, value: JsonValue): TextEdit {
    const last = lastMember(object);
    if (last) {
      const layout = this.layout().of(object, last);
      return { start: last.end, end: last.end, text: layout.separator + this.member(key, value, layout, depth) };
    }
    const layout = this.layout().ofNew(depth);
    const member = this.member(key, value, layout, depth);
    return { start: object.start + 1, end: object.end - 1, text: layout.lead + member + layout.tail };
  }

  private member(key: string, value: JsonValue, { colon }: ObjectLayout, depth: number): string {
    return JSON.stringify(key) + colon + this.written(value, depth + 1);
  }

  /** A value as JSON. An object is formatted like the others of its depth. */
  private written(value: JsonValue, depth: number): string {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
    const members = Object.entries(value);
    if (members.length === 0) return '{}';
    const layout = this.layout().ofNew(depth);
    const inner = members.map(([key, each]) => this.member(key, each, layout, depth)).join(layout.separator);
    return `{${layout.lead}${inner}${layout.tail}}`;
  }

  private is({ kind, start, end }: JsonNode, value: JsonValue): boolean {
    if (kind === 'object' || kind === 'array') return false;
    return JSON.parse(this.text.slice(start, end)) === value;
  }

  /** Computed only when something is added. */
  private layout(): Layout {
    this.known ??= new Layout(this.text, this.root);
    return this.known;
  }
}

/** Wraps a value in one object for each key. */
function wrapped(keys: readonly string[], value: JsonValue): JsonValue {
  return keys.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
}
