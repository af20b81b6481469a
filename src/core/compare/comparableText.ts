import { withoutBom } from '../json/byteOrderMark';
import { type JsonNode, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { tokenJson } from '../session/connectionToken';

/** A value as it is compared. It has what parsing loses: members that stand twice, and numbers as they are written. */
type Comparable =
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'array'; readonly items: readonly Comparable[] }
  | { readonly kind: 'scalar'; readonly text: string };

type Member = readonly [name: string, value: Comparable];

type ComparableObject = Extract<Comparable, { kind: 'object' }>;

/**
 * The text of a session file as it is compared: members in one order, one indentation, and the connection token decoded
 * in its place. Two files that say the same have the same text. A text that is not a JSON object stays as it is.
 */
export function comparableText(text: string): string {
  const session = sessionIn(text);
  return session ? `${written(session, '')}\n` : text;
}

/**
 * What differs between two session files: the paths of their members, as `status`, `device.version`, `token.id`.
 * Undefined when one of them is not a JSON object: then nothing can be said of its members.
 */
export function changedMembers(before: string, after: string): readonly string[] | undefined {
  const [left, right] = [sessionIn(before), sessionIn(after)];
  if (!left || !right) return undefined;
  const changed: string[] = [];
  collect('', left, right, changed);
  return changed;
}

function collect(path: string, before: ComparableObject, after: ComparableObject, into: string[]): void {
  const [left, right] = [byName(before), byName(after)];
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [was, is] = [left.get(name) ?? [], right.get(name) ?? []];
    const member = path === '' ? name : `${path}.${name}`;
    const [[one, ...others], [other, ...more]] = [was, is];
    if (one?.kind === 'object' && other?.kind === 'object' && others.length + more.length === 0)
      collect(member, one, other, into);
    else if (textOf(was) !== textOf(is)) into.push(member);
  }
}

function textOf(values: readonly Comparable[]): string {
  return values.map((value) => written(value, '')).join();
}

function byName({ members }: ComparableObject): Map<string, Comparable[]> {
  const named = new Map<string, Comparable[]>();
  for (const [name, value] of members) {
    const known = named.get(name);
    if (known) known.push(value);
    else named.set(name, [value]);
  }
  return named;
}

/** A token that cannot be decoded stays a text, so that it is seen to be one. */
function sessionIn(text: string): ComparableObject | undefined {
  const session = objectIn(withoutBom(text));
  return session && { ...session, members: session.members.map(([name, value]) => [name, tokenIn(name, value)]) };
}

function tokenIn(name: string, value: Comparable): Comparable {
  if (name !== 'token' || value.kind !== 'scalar') return value;
  const token = parseJson(value.text);
  const decoded = typeof token === 'string' ? tokenJson(token) : undefined;

  return decoded?.ok ? (objectIn(decoded.text) ?? value) : value;
}

function objectIn(text: string): ComparableObject | undefined {
  const { root, stop } = readJson(text);
  if (!root || stop) return undefined;
  const value = comparable(text, root);
  return value.kind === 'object' ? value : undefined;
}

function comparable(text: string, node: JsonNode): Comparable {
  const { kind, start, end, members, items } = node;
  if (members) {
    const all = [...members].flatMap(([name, last]): Member[] =>
      [...(last.earlier ?? []), last].map((value) => [name, comparable(text, value)]),
    );
    // Members of one name keep their order, as the last of them counts.
    return { kind: 'object', members: all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
  }
  if (items) return { kind: 'array', items: items.map((item) => comparable(text, item)) };
  const raw = text.slice(start, end);
  // One string can be written in several ways.
  return { kind: 'scalar', text: kind === 'string' ? JSON.stringify(parseJson(raw)) : raw };
}

function written(value: Comparable, indent: string): string {
  if (value.kind === 'scalar') return value.text;
  const inner = `${indent}  `;
  const [open, close] = value.kind === 'object' ? '{}' : '[]';
  const lines =
    value.kind === 'object'
      ? value.members.map(([name, each]) => `${inner}${JSON.stringify(name)}: ${written(each, inner)}`)
      : value.items.map((each) => inner + written(each, inner));
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
