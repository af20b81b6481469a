import { type DepthLimit, JSON_DEPTH } from './jsonDepth';
import { isIndex, pointerOf, pointerParts } from './pointer';

/** A value in a JSON text with its offsets. The end is exclusive. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  readonly start: number;
  end: number;
  /** Members of an object. Of two equal keys the last counts, as with `JSON.parse`. */
  readonly members?: Map<string, JsonNode>;
  readonly items?: JsonNode[];
  /** For a member of an object: where its key is, including the quotes. */
  key?: { readonly start: number; readonly end: number };
  /** For a member of an object: the values of equal keys before it, in the order of the text. */
  earlier?: JsonNode[] | undefined;
}

/** Why reading stopped. `found` is the offending text, at most one token. */
export interface JsonStop {
  readonly offset: number;
  readonly end: number;
  readonly expected:
    | 'value'
    | 'key'
    | 'keyOrEnd'
    | 'colon'
    | 'commaOrEnd'
    | 'valueOrEnd'
    | 'endOfText'
    | 'digit'
    | 'escape'
    | 'closingQuote'
    | 'literal'
    /** A bracket that opens a level too many. */
    | 'shallower';
  readonly atEnd: boolean;
}

export interface DuplicateKey {
  readonly pointer: string;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export interface JsonReading {
  readonly root?: JsonNode;
  readonly stop?: JsonStop;
  /** In the order of the text. When there are very many, only the first ones. */
  readonly duplicateKeys: readonly DuplicateKey[];
}

/**
 * Reads one JSON text exactly as RFC 8259 defines it. It returns where each value is, or where reading stopped.
 *
 * It is used only for texts with findings: `JSON.parse` decides whether a text is well-formed, and this finds the
 * place. It does not recurse. The usual libraries do and overflow on 100,000 nested brackets, and none of them tells
 * exactly where reading stops.
 */
export function readJson(text: string, limit: DepthLimit = JSON_DEPTH): JsonReading {
  return new Reader(text, limit).read();
}

/** The node that a JSON Pointer names. Undefined when the text has no such value. */
export function nodeAt(root: JsonNode | undefined, pointer: string): JsonNode | undefined {
  let node = root;
  for (const part of pointerParts(pointer)) node = node?.members?.get(part) ?? itemAt(node, part);
  return node;
}

function itemAt(node: JsonNode | undefined, part: string): JsonNode | undefined {
  return isIndex(part) ? node?.items?.[Number(part)] : undefined;
}

interface Frame {
  readonly node: JsonNode;
  key: string | number;
}

/** Thrown where reading stops. It is no error: the trace of one takes longer to make than the file to read. */
class Stop {
  constructor(readonly stop: JsonStop) {}
}

// The total length of the pointers that are kept. Each pointer is as long as the text is deep. Without a limit, a text
// with a million duplicates would fill the memory.
const ROOM_FOR_DUPLICATES = 100_000;

const LITERALS = { t: 'true', f: 'false', n: 'null' } as const;

class Reader {
  private at = 0;
  private readonly stack: Frame[] = [];
  private readonly duplicates: DuplicateKey[] = [];
  private roomForDuplicates = ROOM_FOR_DUPLICATES;

  constructor(
    private readonly text: string,
    private readonly limit: DepthLimit,
  ) {}

  read(): JsonReading {
    let root: JsonNode | undefined;
    try {
      root = this.document();
      return { root, duplicateKeys: this.duplicates };
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      const bottom = this.stack[0]?.node;
      return { ...(bottom && { root: bottom }), stop: error.stop, duplicateKeys: this.duplicates };
    }
  }

  private document(): JsonNode {
    let root: JsonNode | undefined;
    let place: 'value' | 'first' | 'next' = 'value';
    for (;;) {
      this.space();
      const frame = this.stack.at(-1);
      if (place === 'value') {
        const node = this.value('value');
        root ??= node;
        place = this.after(node);
      } else if (!frame) {
        if (this.at < this.text.length) this.fail('endOfText');
        return root as JsonNode;
      } else if (this.text[this.at] === (frame.node.members ? '}' : ']')) {
        this.at++;
        frame.node.end = this.at;
        this.stack.pop();
        place = 'next';
      } else {
        if (place === 'next') {
          if (this.text[this.at] !== ',') this.fail('commaOrEnd');
          this.at++;
          this.space();
        }
        place = this.member(frame, place);
      }
    }
  }

  /** Reads a member of an object up to its value, or an item of an array. */
  private member(frame: Frame, place: 'first' | 'next'): 'value' | 'first' | 'next' {
    if (!frame.node.members) {
      frame.key = frame.node.items?.length ?? 0;
      const node = this.value(place === 'first' ? 'valueOrEnd' : 'value');
      frame.node.items?.push(node);
      return this.after(node);
    }
    if (this.text[this.at] !== '"') this.fail(place === 'first' ? 'keyOrEnd' : 'key');
    const start = this.at;
    this.string();
    const end = this.at;
    const key = JSON.parse(this.text.slice(start, end)) as string;
    frame.key = key;
    if (frame.node.members.has(key) && this.roomForDuplicates > 0) {
      const pointer = pointerOf(this.stack.map((each) => each.key));
      this.duplicates.push({ pointer, key, start, end });
      this.roomForDuplicates -= pointer.length + 100;
    }
    this.space();
    if (this.text[this.at] !== ':') this.fail('colon');
    this.at++;
    this.space();
    const node = this.value('value');
    node.key = { start, end };
    const before = frame.node.members.get(key);
    if (before) {
      // One list goes from each to the next: a text may have a million equal keys.
      const { earlier = [] } = before;
      earlier.push(before);
      before.earlier = undefined;
      node.earlier = earlier;
    }
    frame.node.members.set(key, node);
    return this.after(node);
  }

  private after(node: JsonNode): 'first' | 'next' {
    if (!node.members && !node.items) return 'next';
    this.stack.push({ node, key: 0 });
    return 'first';
  }

  /** Reads a scalar, or the opening bracket of an object or array. */
  private value(expected: 'value' | 'valueOrEnd'): JsonNode {
    const start = this.at;
    const char = this.text[start];
    if (char === '{' || char === '[') {
      if (this.stack.length >= this.limit.levels) this.fail('shallower');
      this.at++;
      // The end is not known yet. Until the closing bracket is read, it is the end of the text.
      const end = this.text.length;
      return char === '{'
        ? { kind: 'object', start, end, members: new Map() }
        : { kind: 'array', start, end, items: [] };
    }
    if (char === '"') {
      this.string();
      return { kind: 'string', start, end: this.at };
    }
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) {
      this.number();
      return { kind: 'number', start, end: this.at };
    }
    if (char === 't' || char === 'f' || char === 'n') {
      for (const letter of LITERALS[char]) {
        if (this.text[this.at] !== letter) this.fail('literal');
        this.at++;
      }
      return { kind: char === 'n' ? 'null' : 'boolean', start, end: this.at };
    }
    return this.fail(expected);
  }

  private string(): void {
    this.at++;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      // At the end of the text this is NaN. Both comparisons below would be false, so it is tested first.
      if (Number.isNaN(code) || code < 32) this.fail('closingQuote');
      this.at++;
      if (code === 34) return;
      if (code === 92) this.escape();
    }
  }

  private escape(): void {
    const char = this.text[this.at];
    if (char === 'u') {
      this.at++;
      for (let i = 0; i < 4; i++, this.at++) {
        if (!/^[0-9a-fA-F]$/.test(this.text[this.at] ?? '')) this.fail('escape');
      }
      return;
    }
    if (char === undefined || !'"\\/bfnrt'.includes(char)) this.fail('escape');
    this.at++;
  }

  private number(): void {
    if (this.text[this.at] === '-') this.at++;
    if (this.text[this.at] === '0') this.at++;
    else this.digits();
    if (this.text[this.at] === '.') {
      this.at++;
      this.digits();
    }
    if (this.text[this.at] === 'e' || this.text[this.at] === 'E') {
      this.at++;
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at++;
      this.digits();
    }
  }

  private digits(): void {
    const start = this.at;
    while (this.isDigit()) this.at++;
    if (this.at === start) this.fail('digit');
  }

  private isDigit(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code >= 48 && code <= 57;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private fail(expected: JsonStop['expected']): never {
    const offset = this.at;
    const atEnd = offset >= this.text.length;
    // A word or a single character: what a person would call the offending text.
    const found = /^[\p{L}\p{N}_$]+|^./su.exec(this.text.slice(offset, offset + 64));
    throw new Stop({ offset, end: offset + (found?.[0].length ?? 0), expected, atEnd });
  }
}
