import { type JsonNode, readJson } from '../../../core/json/jsonText';
import { isSecretByShape, isSecretName, REDACTED } from '../../../core/protocol/secretNames';
import { redactText, redactTokens } from './redactText';

interface Place {
  readonly node: JsonNode;
  /** Of the member that has it, or whose array has it. */
  readonly name: string;
  /** The same of the object around it. */
  readonly outer: string;
  /** Whether a name further out says that all in it is secret. */
  readonly isSecret: boolean;
}

interface Cover {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where `code` is the name of an error or of a language, and `state` no passcode. */
const HARMLESS = /^(?:_*errors?|causes?|language)$/i;
/** In `cookie: {name, value}` and the like, what says which secret it is. */
const DESCRIPTION = /^(?:name|kind|type|expires\w*)$/i;

/**
 * Covers what is secret in one JSON text, each value in its place, so that the rest stays as it was sent.
 * @returns undefined when the text is not one JSON text, or says a key twice
 */
export function redactJson(text: string): string | undefined {
  const { root, stop, duplicateKeys } = readJson(text);
  if (!root || stop || duplicateKeys.length > 0) return undefined;
  const covers: Cover[] = [];
  // A stack of its own: a text may be nested deeper than calls can be.
  const places: Place[] = [{ node: root, name: '', outer: '', isSecret: false }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { node, name, outer } = place;
    for (const item of node.items ?? []) places.push({ ...place, node: item });
    for (const [key, member] of node.members ?? []) {
      places.push({ node: member, name: key, outer: name, isSecret: isSecretMember(key, place) });
      // A key can be a token, but then it is long.
      if (member.key && key.length > 12) add(covers, text, member.key, redactTokens);
    }
    if (node.kind === 'string') add(covers, text, node, (value) => redactString(value, place));
    else if (node.kind === 'number' && isSecretNumber(text.slice(node.start, node.end), name, outer, place.isSecret))
      covers.push({ start: node.start, end: node.end, text: JSON.stringify(REDACTED) });
  }
  return covered(text, covers);
}

function isSecretMember(key: string, around: Place): boolean {
  return isSecretName(key) || (around.isSecret && !DESCRIPTION.test(key));
}

function redactString(value: string, { name, outer, isSecret }: Place): string {
  if (value === '') return value;
  if (isSecret || (!HARMLESS.test(outer) && isSecretByShape(name, value))) return REDACTED;
  return redactText(value);
}

/** A number under a plural counts: `tokens: 3`. */
function isSecretNumber(value: string, name: string, outer: string, isSecret: boolean): boolean {
  return isSecret ? !name.endsWith('s') : !HARMLESS.test(outer) && isSecretByShape(name, value);
}

function add(
  covers: Cover[],
  text: string,
  at: { start: number; end: number },
  redact: (value: string) => string,
): void {
  const source = text.slice(at.start, at.end);
  const value = source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
  const redacted = redact(value);
  if (redacted !== value) covers.push({ start: at.start, end: at.end, text: JSON.stringify(redacted) });
}

function covered(text: string, covers: readonly Cover[]): string {
  let result = '';
  let end = 0;
  for (const cover of covers.toSorted((one, other) => one.start - other.start)) {
    result += text.slice(end, cover.start) + cover.text;
    end = cover.end;
  }
  return result + text.slice(end);
}
