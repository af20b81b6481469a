import { bomLength } from '../json/byteOrderMark';
import { JSON_DEPTH } from '../json/jsonDepth';
import { readJson } from '../json/jsonText';
import { pointerParts } from '../json/pointer';
import { ChangedJson } from './changedJson';
import type { JsonValue } from './jsonValue';
import type { TextEdit } from './textEdit';

/** How long all texts together may be that values put into a text, with the white space that belongs to them. */
export const EDIT_LIMIT = { characters: 16_000_000, name: 'EDIT_LIMIT' } as const;

/** Why values cannot be set. `tooLong` is about all of them together. */
export interface SetRefusal {
  readonly why: 'malformed' | 'noParent' | 'tooDeep' | 'tooLong';
  readonly pointer: string;
}

/**
 * Sets values one after the other, each as `setValue` does, but reads the text only once.
 * @param values by JSON Pointer
 * @returns edits of the text; none when all is already so
 */
export function setValues(
  text: string,
  values: readonly (readonly [pointer: string, value: JsonValue])[],
): readonly TextEdit[] | SetRefusal {
  const [first] = values;
  if (!first) return [];
  const bom = bomLength(text);
  const body = text.slice(bom);
  const { root, stop } = readJson(body);
  if (!root || stop) return { why: 'malformed', pointer: first[0] };
  const changed = new ChangedJson(body, root, EDIT_LIMIT.characters);
  for (const [pointer, value] of values) {
    const path = pointerParts(pointer);
    if (path.length > JSON_DEPTH.levels) return { why: 'tooDeep', pointer };
    if (!changed.set(path, value)) return { why: 'noParent', pointer };
  }
  const edits = changed.edits();
  if (!edits) return { why: 'tooLong', pointer: values.at(-1)?.[0] ?? '' };
  return edits.map((edit) => ({ ...edit, start: edit.start + bom, end: edit.end + bom }));
}

/**
 * Sets the value that a JSON Pointer (RFC 6901) names, and changes no other byte of the text.
 * A value that exists is replaced. Of two equal keys the last is used, as `JSON.parse` does. A missing member is added
 * after the others and formatted like them. Missing parents are added with it.
 * @param text may begin with a BOM
 * @returns no edit when the value is already set; undefined when the text is not well-formed or a parent is not an
 * object
 */
export function setValue(text: string, pointer: string, value: JsonValue): TextEdit[] | undefined {
  const edits = setValues(text, [[pointer, value]]);
  return 'why' in edits ? undefined : [...edits];
}

/**
 * Removes the BOM.
 * @returns no edit when there is none; undefined when the text is not well-formed
 */
export function removeBom(text: string): TextEdit[] | undefined {
  const bom = bomLength(text);
  if (readJson(text.slice(bom)).stop) return undefined;
  return bom === 0 ? [] : [{ start: 0, end: bom, text: '' }];
}
