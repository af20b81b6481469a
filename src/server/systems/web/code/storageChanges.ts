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
  const draft = draftOf(object);
  for (const change of changes) apply(draft, change);
  const changed = finished(draft);
  if (isTooDeep(changed)) throw new JsonTooDeepError();
  return changed;
}

/** An object that is being changed. Each object is copied once, however many of its members change. */
type Draft = Map<string, Json | Draft>;

function draftOf(object: JsonObject): Draft {
  return new Map(Object.entries(object));
}

function apply(draft: Draft, { path, value }: StorageChange): void {
  let parent = draft;
  for (const name of path.slice(0, -1)) {
    let child = parent.get(name);
    if (!(child instanceof Map)) {
      // What is no object is replaced, unless there is nothing to put into it.
      if (!isObject(child) && value === undefined) return;
      child = draftOf(isObject(child) ? child : {});
      parent.set(name, child);
    }
    parent = child;
  }
  const name = path.at(-1) ?? '';
  if (value === undefined) parent.delete(name);
  else parent.set(name, value);
}

function finished(draft: Draft): JsonObject {
  // Not by assignment, because `__proto__` is an ordinary name here.
  return Object.fromEntries(
    Array.from(draft, ([name, value]) => [name, value instanceof Map ? finished(value) : value]),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
