import { types } from 'node:util';
import { tooDeepAt } from '../../../../core/json/jsonDepth';
import { JsonTooDeepError } from '../../../../core/json/parseJson';
import { noDataKind } from './noData';
import type { ReadableEntities } from './readableEntities';

/**
 * A value as JSON.
 * @param what names the value in the message, at the beginning of a sentence
 * @param readable what the session may read of entities in it; without it, they are said as any other object
 * @throws TypeError for what JSON would turn into something else without a word, such as a Map, which becomes `{}`
 */
export function saidInJson(value: unknown, what: string, readable?: ReadableEntities): string {
  const json = JSON.stringify(value, function (this: unknown, key, shown: unknown) {
    // A `toJSON()` of the value has run already, so look at what the object holds.
    const held = (this as Readonly<Record<string, unknown>>)[key];
    // The value itself before what its `toJSON()` has said, which must not show more than the session may read.
    const entity = readable?.plain(held) ?? readable?.plain(shown);
    if (entity !== undefined) return entity;
    const lost = lostKind(held) ?? (typeof shown === 'bigint' ? BIG_INT : undefined);
    if (!lost) return shown;
    const place = key === '' ? 'is' : `has in “${key}”`;
    throw new TypeError(`${what} ${place} ${lost.kind}, which JSON cannot say: use ${lost.instead}.`);
  });
  if (json === undefined)
    throw new TypeError(`${what} is ${unsayableKind(value) ?? 'no value'}, which JSON cannot say.`);
  if (tooDeepAt(json) !== undefined) throw new JsonTooDeepError();
  return json;
}

/** What a value is that JSON has no words for, or says `null` to, or that is no data. Undefined for everything else. */
export function unsayableKind(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return noDataKind(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'bigint') return 'a BigInt';
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : undefined;
}

const BIG_INT = { kind: 'a BigInt', instead: 'a number or a text' };
const ITERATOR = /(?:Iterator|Generator)\]$/;

/** What a value is, if JSON would lose its content, and what to use instead. */
function lostKind(value: unknown): { readonly kind: string; readonly instead: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const noData = noDataKind(value);
  if (noData !== undefined) return { kind: noData, instead: 'what is to be known of it' };
  if (types.isPromise(value)) return { kind: 'a Promise', instead: 'await' };
  if (types.isMap(value)) return { kind: 'a Map', instead: 'Object.fromEntries(map)' };
  if (types.isSet(value)) return { kind: 'a Set', instead: '[...set]' };
  if (ITERATOR.test(Object.prototype.toString.call(value))) return { kind: 'an iterator', instead: '[...iterator]' };
  if (types.isNativeError(value)) return { kind: 'an Error', instead: 'its message' };
  if (types.isRegExp(value)) return { kind: 'a RegExp', instead: 'its source' };
  if (types.isWeakMap(value) || types.isWeakSet(value)) return { kind: 'a weak collection', instead: 'an object' };
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) return { kind: 'bytes', instead: 'a text in base64' };
  if (value instanceof Response || value instanceof Request) {
    return { kind: 'a message of fetch()', instead: 'its text() or json()' };
  }
  if (value instanceof Blob) return { kind: 'a Blob', instead: 'its arrayBuffer()' };
  return undefined;
}
