import { type JsonNode, readJson } from '../json/jsonText';
import { pointerParts } from '../json/pointer';
import { Layout, lastMember, type ObjectLayout } from './layout';
import type { TextEdit } from './textEdit';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * Sets the value that a JSON Pointer (RFC 6901) names, and changes not a byte besides: a value that is there is replaced,
 * of two equal keys the last, which is the one that counts; a member that is missing is added behind the others, written
 * as they are, and its missing parents with it. No edit when a text, number or word is already so.
 *
 * Undefined when it cannot be done: `text` (a BOM may be in front) is not well-formed, or a parent is no object.
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

/** Strips a BOM; no edit where there is none, undefined when the text is not well-formed. */
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

  /** A value as JSON; an object is laid out as those of its depth are. */
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

  /** Learnt only when something is added. */
  private layout(): Layout {
    this.known ??= new Layout(this.text, this.root);
    return this.known;
  }
}

/** The value in an object for each key that leads to it. */
function wrapped(keys: readonly string[], value: JsonValue): JsonValue {
  return keys.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
}
