import type { Json } from '../../../../core/json/json';
import { isTooDeep, JSON_DEPTH } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';

type JsonObject = { readonly [key: string]: Json };

/** A property that was changed or removed. A collection is always replaced as a whole. */
export interface StorageChange {
  readonly path: readonly string[];
  /** Absent when the property was removed. */
  readonly value?: Json;
}

/** The changes that turn `before` into `after`. */
export function changesBetween(before: JsonObject, after: JsonObject): StorageChange[] {
  const changes: StorageChange[] = [];
  const compare = (old: JsonObject, now: JsonObject, path: readonly string[]) => {
    for (const key of Object.keys(old)) if (!Object.hasOwn(now, key)) changes.push({ path: [...path, key] });
    for (const [key, value] of Object.entries(now)) {
      const was = Object.hasOwn(old, key) ? old[key] : undefined;
      if (isObject(was) && isObject(value)) compare(was, value, [...path, key]);
      else if (JSON.stringify(was) !== JSON.stringify(value)) changes.push({ path: [...path, key], value });
    }
  };
  compare(before, after, []);
  return changes;
}

/**
 * Applies changes to an object. Properties that others have changed meanwhile keep their value.
 * @throws JsonTooDeepError when the object would be nested too deeply
 */
export function withChanges(object: JsonObject, changes: readonly StorageChange[]): JsonObject {
  // A path is followed by a function that calls itself for each part.
  if (changes.some(({ path }) => path.length > JSON_DEPTH.levels)) throw new JsonTooDeepError();
  const changed = changes.reduce((before, { path, value }) => withChange(before, path, value), object);
  if (isTooDeep(changed)) throw new JsonTooDeepError();
  return changed;
}

function withChange(object: JsonObject, [key = '', ...rest]: readonly string[], value: Json | undefined): JsonObject {
  const entries = new Map(Object.entries(object));
  const child = entries.get(key);
  if (rest.length > 0) {
    if (isObject(child)) entries.set(key, withChange(child, rest, value));
    else if (value !== undefined) entries.set(key, withChange({}, rest, value));
  } else if (value === undefined) entries.delete(key);
  else entries.set(key, value);
  // Not by assignment, because `__proto__` is an ordinary name here.
  return Object.fromEntries(entries);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
