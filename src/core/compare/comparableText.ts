import { parseJson } from '../json/parseJson';
import { decodeToken } from '../session/connectionToken';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The text of a session file as it is compared: members in one order, one indentation, and the connection token decoded
 * in its place. Two files that say the same have the same text. A text that is not JSON stays as it is.
 */
export function comparableText(text: string): string {
  const value = jsonIn(text);
  if (!isObject(value)) return text;
  return `${JSON.stringify(inOrder(withDecodedToken(value)), undefined, 2)}\n`;
}

/** What differs between two session files, by the paths of their members: `status`, `device.version`, `token.id`. */
export interface MemberChange {
  readonly member: string;
  /** Undefined where it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Undefined when one of them is not a JSON object: then nothing can be said of its members. */
export function memberChanges(before: string, after: string): readonly MemberChange[] | undefined {
  const [left, right] = [jsonIn(before), jsonIn(after)];
  if (!isObject(left) || !isObject(right)) return undefined;
  const changes: MemberChange[] = [];
  collect('', withDecodedToken(left), withDecodedToken(right), changes);
  return changes;
}

function collect(path: string, before: JsonObject, after: JsonObject, into: MemberChange[]): void {
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const [left, right] = [before[name], after[name]];
    const member = path === '' ? name : `${path}.${name}`;
    if (isObject(left) && isObject(right)) collect(member, left, right, into);
    else if (JSON.stringify(inOrder(left)) !== JSON.stringify(inOrder(right)))
      into.push({ member, before: left, after: right });
  }
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/** A token that cannot be decoded stays a text, so that it is seen to be one. */
function withDecodedToken(session: JsonObject): JsonObject {
  if (typeof session.token !== 'string') return session;
  const decoded = decodeToken(session.token);
  return decoded.ok ? { ...session, token: decoded.value } : session;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
