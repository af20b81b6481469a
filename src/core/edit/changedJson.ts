import type { JsonNode } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { isIndex } from '../json/pointer';
import type { JsonValue } from './jsonValue';
import { Layout, lastMember, type ObjectLayout } from './layout';
import { inOrder, type TextEdit } from './textEdit';

/** A value that is not in the text yet. Objects are maps, so that more can be set in them. */
type NewValue = string | number | boolean | null | NewValue[] | Map<string, NewValue>;

/** More would be written than there is room for. */
class NoRoom extends Error {}

/**
 * A JSON text with values that are to be set in it. Each value costs what its path and itself are long, however long
 * the text is and however many there are.
 */
export class ChangedJson {
  private known: Layout | undefined;
  private readonly replaced = new Map<JsonNode, { readonly depth: number; readonly value: NewValue }>();
  /** New members of objects of the text. */
  private readonly added = new Map<JsonNode, { readonly depth: number; readonly members: Map<string, NewValue> }>();

  /**
   * @param root what `readJson(text)` returns
   * @param room how many characters may be written
   */
  constructor(
    private readonly text: string,
    private readonly root: JsonNode,
    private room: number,
  ) {}

  /** Sets the value at this path. False when a parent is not an object. */
  set(path: readonly string[], value: JsonValue): boolean {
    let node = this.root;
    for (const [depth, part] of path.entries()) {
      const fresh = this.replaced.get(node);
      if (fresh) return setIn(fresh.value, path.slice(depth), value);
      const child = node.members?.get(part) ?? (isIndex(part) ? node.items?.[Number(part)] : undefined);
      if (!child) return node.members !== undefined && this.add(node, depth, path.slice(depth), value);
      node = child;
    }
    if (this.replaced.has(node) || !this.is(node, value)) {
      this.replaced.set(node, { depth: path.length, value: newValue(value) });
    }
    return true;
  }

  /** What is to be edited in the text. Undefined when that is longer than the room for it. */
  edits(): TextEdit[] | undefined {
    try {
      return this.allEdits();
    } catch (error) {
      if (error instanceof NoRoom) return undefined;
      throw error;
    }
  }

  private allEdits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let end = 0;
    const nodes = [...new Set([...this.replaced.keys(), ...this.added.keys()])];
    for (const node of nodes.sort((one, other) => one.start - other.start)) {
      // What was set in a value before the whole of it was replaced.
      if (node.start < end) continue;
      const fresh = this.replaced.get(node);
      if (fresh) {
        edits.push({ start: node.start, end: node.end, text: this.written(fresh.value, fresh.depth) });
        end = node.end;
      } else edits.push(this.addition(node));
    }
    return inOrder(edits);
  }

  private add(object: JsonNode, depth: number, [key = '', ...rest]: readonly string[], value: JsonValue): boolean {
    const { members } = this.added.get(object) ?? { members: new Map<string, NewValue>() };
    this.added.set(object, { depth, members });
    return setIn(members, [key, ...rest], value);
  }

  private addition(object: JsonNode): TextEdit {
    const { depth = 0, members = new Map<string, NewValue>() } = this.added.get(object) ?? {};
    const last = lastMember(object);
    const layout = last ? this.layout().of(object, last) : this.layout().ofNew(depth);
    this.take(layout.lead.length + layout.tail.length);
    const written = this.members(members, layout, depth);
    if (last) return { start: last.end, end: last.end, text: layout.separator + written };
    return { start: object.start + 1, end: object.end - 1, text: layout.lead + written + layout.tail };
  }

  private members(members: ReadonlyMap<string, NewValue>, layout: ObjectLayout, depth: number): string {
    const { colon, separator } = layout;
    return [...members]
      .map(([key, value]) => {
        // Taken before it is made: the white space of a text may be as long as the text.
        this.take(colon.length + separator.length);
        return this.taken(JSON.stringify(key)) + colon + this.written(value, depth + 1);
      })
      .join(separator);
  }

  /** A value as JSON. An object is formatted like the others of its depth. */
  private written(value: NewValue, depth: number): string {
    if (!(value instanceof Map)) return this.taken(compact(value));
    if (value.size === 0) return this.taken('{}');
    const layout = this.layout().ofNew(depth);
    this.take(layout.lead.length + layout.tail.length + 2);
    return `{${layout.lead}${this.members(value, layout, depth)}${layout.tail}}`;
  }

  private is({ kind, start, end }: JsonNode, value: JsonValue): boolean {
    if (kind === 'object' || kind === 'array') return false;
    return parseJson(this.text.slice(start, end)) === value;
  }

  /** Computed only when something is added. */
  private layout(): Layout {
    this.known ??= new Layout(this.text, this.root);
    return this.known;
  }

  private taken(text: string): string {
    this.take(text.length);
    return text;
  }

  private take(characters: number): void {
    this.room -= characters;
    if (this.room < 0) throw new NoRoom();
  }
}

/** Sets a value in a new one. Missing objects are made. False when a parent is not an object. */
function setIn(root: NewValue, path: readonly string[], value: JsonValue): boolean {
  let at = root;
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (at instanceof Map) {
      if (isLast || !at.has(part)) at.set(part, isLast ? newValue(value) : new Map());
      at = at.get(part) as NewValue;
    } else if (Array.isArray(at) && isIndex(part) && Number(part) < at.length) {
      if (isLast) at[Number(part)] = newValue(value);
      at = at[Number(part)] as NewValue;
    } else return false;
  }
  return true;
}

function newValue(value: JsonValue): NewValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => newValue(each));
  return new Map(Object.entries(value).map(([key, each]) => [key, newValue(each)]));
}

/** A value as JSON without white space. */
function compact(value: NewValue): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(',')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, each]) => `${JSON.stringify(key)}:${compact(each)}`).join(',')}}`;
}
