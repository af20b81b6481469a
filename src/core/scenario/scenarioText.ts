import { type DuplicateKey, type JsonNode, type JsonStop, nodeAt, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { pointerParts } from '../json/pointer';
import { Lines, type Range } from '../json/position';

/** A number that is read as another one. */
export interface ChangedNumber {
  readonly written: string;
  readonly read: string;
  readonly range: Range;
}

/** An integer that may be too long, or an exponent that may be too large. Texts without them need no search. */
const MAY_CHANGE = /\d{16}|[eE]\+?\d{3}/;

/** The text of one scenario file, with the place of each value. A BOM counts as a character. */
export class ScenarioText {
  readonly stop: JsonStop | undefined;
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Undefined when the text is not well-formed. */
  readonly value: unknown;
  private readonly root: JsonNode | undefined;
  private readonly lines: Lines;
  private readonly body: string;
  private readonly shift: number;
  private places: { readonly start: number; readonly found: readonly RegExpExecArray[] } | undefined;

  constructor(text: string) {
    this.shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.body = text.slice(this.shift);
    this.lines = new Lines(text);
    const { root, stop, duplicateKeys } = readJson(this.body);
    this.root = root;
    this.stop = stop;
    this.duplicateKeys = duplicateKeys;
    this.value = stop ? undefined : parseJson(this.body);
  }

  /** The numbers that JavaScript cannot have as they are written, such as integers of 17 digits. */
  get changedNumbers(): readonly ChangedNumber[] {
    if (!MAY_CHANGE.test(this.body)) return [];
    const found: ChangedNumber[] = [];
    const open = this.root ? [this.root] : [];
    for (let node = open.pop(); node; node = open.pop()) {
      // One by one: a call cannot have as many arguments as a list may have items.
      for (const each of node.items ?? node.members?.values() ?? []) open.push(each);
      if (node.kind !== 'number') continue;
      const written = this.body.slice(node.start, node.end);
      const read = Number(written);
      if (isKept(written, read)) continue;
      found.push({ written, read: String(read), range: this.rangeAt(node.start, node.end) });
    }
    return found.reverse();
  }

  rangeAt(start: number, end: number): Range {
    return this.lines.rangeAt(start + this.shift, end + this.shift);
  }

  /**
   * The range of a value. For an object or an array it is the whole. When there is no such value, it is the nearest
   * parent.
   */
  rangeOf(pointer: string): Range {
    const node = this.nearest(pointer);
    return node ? this.rangeAt(node.start, node.end) : this.rangeAt(0, 0);
  }

  /** What an editor underlines: a value, or the key when the value is an object or an array. */
  markOf(pointer: string): Range {
    const node = this.nearest(pointer);
    if (!node) return this.rangeAt(0, 0);
    if (!node.members && !node.items) return this.rangeAt(node.start, node.end);
    return node.key ? this.rangeAt(node.key.start, node.key.end) : this.rangeAt(node.start, node.start + 1);
  }

  /** The range of the key of a value. */
  keyOf(pointer: string): Range {
    const key = nodeAt(this.root, pointer)?.key;
    return key ? this.rangeAt(key.start, key.end) : this.markOf(pointer);
  }

  /** The n-th `{{…}}` in a text, or in the key of a value. */
  placeOf(pointer: string, n: number, inKey: boolean): Range {
    const node = nodeAt(this.root, pointer);
    const where = inKey ? node?.key : node;
    if (!where) return this.markOf(pointer);
    const found = this.placesAt(where.start, where.end)[n];
    if (!found) return this.rangeAt(where.start, where.end);
    const start = where.start + found.index;
    return this.rangeAt(start, start + found[0].length);
  }

  /** Those of the last text are remembered: who asks for one of a text may ask for all. */
  private placesAt(start: number, end: number): readonly RegExpExecArray[] {
    if (this.places?.start !== start) {
      this.places = { start, found: [...this.body.slice(start, end).matchAll(/\{\{[^{}]*\}\}/g)] };
    }
    return this.places.found;
  }

  private nearest(pointer: string): JsonNode | undefined {
    let node = this.root;
    for (const part of pointerParts(pointer)) {
      const child = node && nodeAt(node, `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      if (!child) return node;
      node = child;
    }
    return node;
  }
}

/** Fractions are rounded by everyone, so only integers count, and numbers that are none any more. */
function isKept(written: string, read: number): boolean {
  if (!Number.isFinite(read)) return false;
  return !/^-?\d{16,}$/.test(written) || BigInt(written) === BigInt(read);
}
