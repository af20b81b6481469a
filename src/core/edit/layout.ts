import type { JsonNode } from '../json/jsonText';

/** The white space and separators of the objects of one depth, as in the text. */
export interface ObjectLayout {
  /** After `{`. */
  readonly lead: string;
  /** Between two members, the comma included. */
  readonly separator: string;
  /** Between a key and its value, the colon included. */
  readonly colon: string;
  /** Before `}`. */
  readonly tail: string;
}

/** How a JSON text is formatted, read from the text itself. */
export class Layout {
  /** Objects that are not empty. */
  private readonly byDepth: JsonNode[][] = [];
  /** Layouts of new objects, by depth. To find one, all objects of its depth may be looked at. */
  private readonly found = new Map<number, ObjectLayout>();
  private indent: string | undefined;

  /** @param root what `readJson(text)` returns */
  constructor(
    private readonly text: string,
    root: JsonNode,
  ) {
    let level = [root];
    while (level.length > 0) {
      this.byDepth.push(level.filter((node) => lastMember(node)));
      level = level.flatMap((node) => [...(node.members?.values() ?? node.items ?? [])]);
    }
  }

  /** The layout of an object that is not empty. */
  of(node: JsonNode, last: JsonNode): ObjectLayout {
    const key = keyOf(last);
    const lead = this.spaceAfter(node.start + 1);
    const colon = this.text.slice(key.end, last.start);
    const tail = this.text.slice(last.end, node.end - 1);
    return { lead, separator: this.separatorBefore(key.start) ?? lonely(lead, colon), colon, tail };
  }

  /**
   * The layout for a new object. It is that of other objects of its depth, or else of its parents.
   * @param depth 0 for the root
   */
  ofNew(depth: number): ObjectLayout {
    const found = this.found.get(depth) ?? this.find(depth);
    this.found.set(depth, found);
    return found;
  }

  private find(depth: number): ObjectLayout {
    const models = (this.byDepth[depth] ?? []).map((node) => ({ node, last: lastMember(node) as JsonNode }));
    const telling = models.find(({ last }) => this.separatorBefore(keyOf(last).start) !== undefined) ?? models[0];
    if (telling) return this.of(telling.node, telling.last);
    if (depth === 0) return { lead: '', separator: ',', colon: ':', tail: '' };
    const parent = this.ofNew(depth - 1);
    const found = /(\r\n|\n|\r)([ \t]*)$/.exec(parent.lead);
    if (!found) return parent;
    const [, lineBreak, indent] = found as unknown as [string, string, string];
    const lead = lineBreak + indent + this.unit();
    return { lead, separator: `,${lead}`, colon: parent.colon, tail: lineBreak + indent };
  }

  /** By how much a level is indented. */
  private unit(): string {
    this.indent ??= this.firstIndent();
    return this.indent;
  }

  private firstIndent(): string {
    for (const nodes of this.byDepth) {
      for (const node of nodes) {
        const indent = /[\r\n]([ \t]+)$/.exec(this.spaceAfter(node.start + 1))?.[1];
        if (indent !== undefined) return indent;
      }
    }
    return '  ';
  }

  private spaceAfter(start: number): string {
    let end = start;
    while (isSpace(this.text, end)) end++;
    return this.text.slice(start, end);
  }

  /** The comma before a key and the white space around it; undefined for the first key of an object. */
  private separatorBefore(end: number): string | undefined {
    let start = end;
    while (isSpace(this.text, start - 1)) start--;
    if (this.text[start - 1] !== ',') return undefined;
    start--;
    while (isSpace(this.text, start - 1)) start--;
    return this.text.slice(start, end);
  }
}

/** The member that is last in the text. Undefined in an empty object. */
export function lastMember(node: JsonNode): JsonNode | undefined {
  let last: JsonNode | undefined;
  // Not the last of the map: a duplicate key has its first position in the map and its last position in the text.
  for (const member of node.members?.values() ?? []) if (!last || member.start > last.start) last = member;
  return last;
}

/**
 * The separator for an object that has only one member so far: a line break when there is one before the member, or
 * else the space after its colon.
 */
function lonely(lead: string, colon: string): string {
  return `,${lead || (/[ \t]$/.exec(colon)?.[0] ?? '')}`;
}

function keyOf(member: JsonNode): { start: number; end: number } {
  // Every member of an object has one.
  return member.key as { start: number; end: number };
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || code === 13 || code === 9;
}
