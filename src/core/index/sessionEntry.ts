import { visibleLines } from '../base/visibleText';
import type { Finding } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import type { Range } from '../json/position';
import type { SessionFields } from '../session/sessionFields';
import { fold } from './fold';

/** What a session file comes down to: usable in one of two ways, at fault, or not to be read at all. */
export type Condition = 'accepted' | 'pending' | 'atFault' | 'unreadable';

/** One session file as the index knows it. Plain data: it crosses threads. */
export interface SessionEntry {
  readonly name: string;
  readonly condition: Condition;
  /** Last change, milliseconds since 1970. */
  readonly modified: number;
  /** Bytes. */
  readonly size: number;
  /** The session's fields, without the connection token: it is a secret and nobody lists it. */
  readonly fields: Omit<SessionFields, 'token'>;
  readonly findings: readonly Finding[];
  /** Why the file could not be read. */
  readonly unreadable?: Phrase;
  /** Tells one content of a file from another; not set where it could not be read, and for what is not in a file yet. */
  readonly digest?: number;
  /** Where `device.id` stands; only known when somebody asked (the file shares its device with another). */
  readonly deviceRange?: Range;
  /** Folded text that a search looks in first. What many sessions have in common is not in it. */
  readonly searchText: string;
}

/** Something beside the session files, left alone. */
export interface OtherFile {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'special';
}

/** Operating system and version in one text, as the 4D component's OS column has it; empty when neither is known. */
export function osText(fields: SessionEntry['fields']): string {
  return [fields.deviceOs, fields.deviceVersion].filter((part) => part).join(' ');
}

export function searchTextOf(name: string, fields: SessionEntry['fields']): string {
  const texts = [fields.deviceDescription, osText(fields), fields.email, fields.status, name].join('\n');
  // As it is shown, and as it is in the file.
  const shown = visibleLines(texts);
  return fold(shown === texts ? texts : `${shown}\n${texts}`);
}

/** The condition that findings and status amount to. Hints count for nothing. */
export function conditionOf(fields: SessionEntry['fields'], findings: readonly Finding[]): Condition {
  if (findings.some(({ severity }) => severity === 'error')) return 'atFault';
  return fields.status === 'pending' ? 'pending' : 'accepted';
}

/** Whether two entries say the same; entries are plain data of a few fields, so their JSON is compared. */
export function sameEntry(a: SessionEntry | undefined, b: SessionEntry | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.modified !== b.modified || a.size !== b.size || a.condition !== b.condition) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
