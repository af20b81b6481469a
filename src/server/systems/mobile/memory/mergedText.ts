import { isDeepStrictEqual } from 'node:util';
import { setValues } from '../../../../core/edit/jsonEdit';
import type { JsonValue } from '../../../../core/edit/jsonValue';
import { applyEdits } from '../../../../core/edit/textEdit';
import { withoutBom } from '../../../../core/json/byteOrderMark';
import { parseJson } from '../../../../core/json/parseJson';
import { pointerOf } from '../../../../core/json/pointer';
import type { Session } from '../../../../core/session/session';
import { isRecord } from '../../../../core/session/sessionFields';

/**
 * Sets in the text of a session file only what differs between `before` and `after`, and keeps every other byte.
 * Undefined when that is impossible: a property would be removed, or the text cannot be edited.
 */
export function mergedText(text: string, before: Session, after: Session): string | undefined {
  const changes: Change[] = [];
  if (!collect(before as unknown as JsonValue, plain(after), [], changes)) return undefined;
  const edits = setValues(
    text,
    changes.map(({ path, value }) => [pointerOf(path), value]),
  );
  return 'why' in edits ? undefined : applyEdits(text, edits);
}

/** Whether a text has the same content as a session, in any layout. */
export function says(text: string, session: Session): boolean {
  try {
    return isDeepStrictEqual(parseJson(withoutBom(text)), plain(session));
  } catch {
    return false;
  }
}

interface Change {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** Returns false when a property would have to be removed. */
function collect(before: JsonValue | undefined, after: JsonValue, path: readonly string[], changes: Change[]): boolean {
  if (!isRecord(before) || !isRecord(after)) {
    if (!isDeepStrictEqual(before, after)) changes.push({ path, value: after });
    return true;
  }
  const members = after as { readonly [key: string]: JsonValue };
  if (Object.keys(before).some((key) => !Object.hasOwn(members, key))) return false;
  return Object.entries(members).every(([key, value]) => {
    const old = Object.hasOwn(before, key) ? (before[key] as JsonValue) : undefined;
    return collect(old, value, [...path, key], changes);
  });
}

/** The session after a round trip through JSON, which drops undefined properties. */
function plain(session: Session): JsonValue {
  return parseJson(JSON.stringify(session)) as JsonValue;
}
