import { bomLength } from '../json/byteOrderMark';
import type { Json } from '../json/json';
import { parseJson } from '../json/parseJson';
import { pointerOf } from '../json/pointer';
import { isRecord } from '../session/sessionFields';
import { appendedItems } from './appendedItems';
import { EditedText } from './editedText';
import { setValues } from './jsonEdit';
import type { JsonValue } from './jsonValue';
import type { TextEdit } from './textEdit';

/** What a value has more than another. */
interface Differences {
  readonly set: [pointer: string, value: JsonValue][];
  readonly appended: [pointer: string, items: readonly Json[]][];
}

/**
 * The edits by which a JSON text becomes another value, with all else as it is written. What the value lacks stays: it is for
 * values that grew.
 * @returns undefined when the text is not well-formed
 */
export function becomeEdits(text: string, value: Json): TextEdit[] | undefined {
  const found: Differences = { set: [], appended: [] };
  const edited = new EditedText(text);
  try {
    compare(parseJson(text.slice(bomLength(text))) as Json, value, '', found);
  } catch {
    return undefined;
  }
  const set = setValues(text, found.set);
  if ('why' in set) return undefined;
  edited.apply(set);
  for (const [pointer, items] of found.appended) {
    const edits = appendedItems(edited.text, pointer, items);
    if (!edits) return undefined;
    edited.apply(edits);
  }
  return edited.edits();
}

function compare(from: Json, to: Json, pointer: string, found: Differences): void {
  if (Array.isArray(from) && Array.isArray(to) && from.length <= to.length) {
    for (const [at, each] of from.entries())
      compare(each as Json, to[at] as Json, pointer + pointerOf([String(at)]), found);
    if (to.length > from.length) found.appended.push([pointer, to.slice(from.length) as Json[]]);
  } else if (isRecord(from) && isRecord(to)) {
    for (const [name, each] of Object.entries(to)) {
      const at = pointer + pointerOf([name]);
      if (Object.hasOwn(from, name)) compare(from[name] as Json, each, at, found);
      else found.set.push([at, each as JsonValue]);
    }
  } else if (from !== to) found.set.push([pointer, to as JsonValue]);
}
