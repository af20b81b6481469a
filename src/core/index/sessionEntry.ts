import { visibleLines } from '../base/visibleText';
import type { Finding } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import type { Range } from '../json/position';
import type { ListedFields } from '../session/sessionFields';
import { fold } from './fold';

/** The state of a session file: usable in one of two ways, with errors, or unreadable. */
export type Condition = 'accepted' | 'pending' | 'atFault' | 'unreadable';

/** One session file as the index knows it. It is plain data, because it is posted between threads. The index makes it when it is asked. */
export interface SessionEntry {
  readonly name: string;
  readonly condition: Condition;
  /** Last change, milliseconds since 1970. */
  readonly modified: number;
  /** Bytes. */
  readonly size: number;
  /** The session's fields without the tokens of connection and push, which are secrets and are never listed. */
  readonly fields: ListedFields;
  readonly findings: readonly Finding[];
  /** Why the file could not be read. */
  readonly unreadable?: Phrase;
  /** A hash of the content. Absent when the file could not be read, and for text that is not in a file yet. */
  readonly digest?: number;
  /**
   * Where `device.id` is in the text. Known only when somebody asked for it, because the file shares its device with
   * another.
   */
  readonly deviceRange?: Range;
  /** A digest of `device.token`, by which sessions with one push token are found. The token itself is never listed. */
  readonly pushDigest?: string;
  /** Where `device.token` is in the text. Known as `deviceRange` is. */
  readonly pushRange?: Range;
}

/** A file or folder beside the session files. Its content is not checked, only whether it is a session. */
export interface OtherFile {
  /** Relative to the folder that is listed, with `/`: a session in a folder of its own is listed too. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'special';
  /** `hint/leftover` or `hint/misplaced`. Absent when the file holds no session. */
  readonly finding?: Finding;
}

/** Operating system and version in one text, as in the OS column of the 4D component. Empty when neither is known. */
export function osText(fields: SessionEntry['fields']): string {
  return [fields.deviceOs, fields.deviceVersion].filter((part) => part).join(' ');
}

/** The folded text that a search examines first. What many sessions have in common is not in it. */
export function searchTextOf({ name, fields }: Pick<SessionEntry, 'name' | 'fields'>): string {
  const texts = [fields.deviceDescription, osText(fields), fields.email, fields.status, name].join('\n');
  // Both the text as it is shown and the text as it is in the file can be searched.
  const shown = visibleLines(texts);
  return fold(shown === texts ? texts : `${shown}\n${texts}`);
}

/** The condition that follows from the findings and the status. Hints are ignored. */
export function conditionOf(fields: SessionEntry['fields'], findings: readonly Finding[]): Condition {
  if (findings.some(({ severity }) => severity === 'error')) return 'atFault';
  return fields.status === 'pending' ? 'pending' : 'accepted';
}

/** Whether something in the file can be changed safely: it is one JSON object, and could be read. */
export function isChangeable({ findings, unreadable }: Pick<SessionEntry, 'findings' | 'unreadable'>): boolean {
  const isNone = ({ code, pointer, detail }: Finding) =>
    code === 'mobi/2' || (code === 'mobi/3' && pointer === '' && detail?.kind === 'type');
  return unreadable === undefined && !findings.some(isNone);
}

/** Whether two entries are equal. They are plain data with few fields, so their JSON is compared, in one order. */
export function sameEntry(a: SessionEntry | undefined, b: SessionEntry | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.modified !== b.modified || a.size !== b.size || a.condition !== b.condition) return false;
  return inOrder(a) === inOrder(b);
}

function inOrder(entry: SessionEntry): string {
  return JSON.stringify(definedIn({ ...entry, fields: definedIn(entry.fields) }));
}

function definedIn(members: object): [string, unknown][] {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
