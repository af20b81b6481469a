import type { Json } from '../../json/json';

/**
 * Keys from the outermost to the innermost. An index of a list is written in digits. The empty path is the whole value.
 */
export type JsonPath = readonly string[];
export type JsonObject = { readonly [key: string]: Json };

export function isContainer(json: Json | undefined): json is JsonObject | readonly Json[] {
  return typeof json === 'object' && json !== null;
}

/** The keys or indexes of a value. Empty when it is neither an object nor a list. */
export function keysOf(json: Json | undefined): string[] {
  return isContainer(json) ? Object.keys(json) : [];
}

/** The value at a path. Undefined when there is none. */
export function storageValueAt(root: Json, path: JsonPath): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (!isContainer(value) || !has(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/**
 * A copy with another value at a path. An existing value is replaced, and a new key is added. In a list, a new value
 * can only be added at the end.
 * @throws RangeError when no object or list is there to contain it
 */
export function withValueAt(root: Json, path: JsonPath, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (!isContainer(root)) throw new RangeError(`There is nothing that could have “${key}”.`);
  const inner = rest.length === 0 ? value : withValueAt(ownValue(root, key), rest, value);
  if (!Array.isArray(root)) return { ...(root as JsonObject), [key]: inner };
  const at = Number(key);
  if (!Number.isInteger(at) || at < 0 || at > root.length) throw new RangeError(`The list has no place “${key}”.`);
  return [...root.slice(0, at), inner, ...root.slice(at + 1)];
}

/**
 * A copy without the value at a path, which must not be empty. Returns the same value when there is nothing at that
 * path.
 */
export function withoutValueAt(root: Json, path: JsonPath): Json {
  const [key, ...rest] = path;
  if (key === undefined || !isContainer(root) || !has(root, key)) return root;
  if (rest.length > 0) return withValueAt(root, [key], withoutValueAt(ownValue(root, key), rest));
  if (Array.isArray(root)) return root.filter((_, at) => String(at) !== key);
  return Object.fromEntries(Object.entries(root).filter(([each]) => each !== key));
}

function ownValue(container: JsonObject | readonly Json[], key: string): Json {
  return has(container, key) ? ((container as JsonObject)[key] ?? null) : null;
}

/** Whether a key exists. `length` of a list is not one of its keys. */
function has(container: JsonObject | readonly Json[], key: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(container, key);
}
