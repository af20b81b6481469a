import { visibleLines } from '../base/visibleText';
import { fold } from './fold';
import { packExtra, type SessionExtra } from './packedExtra';
import { CONDITIONS, ReadRows, STATE } from './readRows';
import type { SessionEntry } from './sessionEntry';
import { bytesAt, endOfText, isDigits, isPlainAt, readText } from './textBytes';

/** The size of a larger file is among what few sessions have. */
const LARGEST = 0xffff;

/** Rows that sessions are written to. */
export abstract class WrittenRows extends ReadRows {
  protected write(row: number, entry: SessionEntry): void {
    const { name, fields, findings, unreadable, deviceRange, pushRange, pushDigest, size, digest = 0 } = entry;
    const { email, deviceId, sessionId } = fields;
    const isLarge = size > LARGEST;
    const isNotable = findings.length > 0 || unreadable || deviceRange || pushRange || isLarge;
    const at = this.texts.length;
    this.columns.offsets[row] = at;
    this.use(row, this.kindList.add(fields));
    this.columns.modified[row] = entry.modified;
    this.columns.sizes[row] = isLarge ? LARGEST : size;
    this.columns.setDigest(row, digest);
    const hasOtherId = sessionId !== undefined && sessionId !== name;
    this.texts.write(name);
    this.texts.write(email);
    const isOdd = !isSearchable(this.texts.bytes, at);
    this.columns.states[row] =
      CONDITIONS.indexOf(entry.condition) |
      (sessionId === name ? STATE.namedAsSession : 0) |
      (hasOtherId ? STATE.otherId : 0) |
      (pushDigest !== undefined ? STATE.push : 0) |
      (isNotable ? STATE.extra : 0) |
      (entry.digest !== undefined ? STATE.digest : 0) |
      (isOdd ? STATE.odd : 0);
    this.texts.write(deviceId);
    if (hasOtherId) this.texts.write(sessionId);
    if (pushDigest !== undefined) this.texts.write(pushDigest);
    if (!isNotable) {
      this.extras.delete(row);
      return;
    }
    const extra: SessionExtra = {
      findings,
      ...(unreadable && { unreadable }),
      ...(deviceRange && { deviceRange }),
      ...(pushRange && { pushRange }),
      ...(isLarge && { size }),
    };
    this.extras.set(row, packExtra(extra));
  }

  protected use(row: number, kind: number): void {
    this.columns.setKind(row, kind);
    this.uses[kind] = (this.uses[kind] ?? 0) + 1;
  }

  protected newRow(): number {
    this.columns.reserve(this.used + 1);
    return this.used++;
  }
}

/**
 * Whether the name at a place, and the e-mail address behind it, can be searched as bytes: folded, they differ by nothing but capitals
 * of ASCII.
 */
export function isSearchable(bytes: Uint8Array, at: number): boolean {
  if (!isDigits(bytes, at) && !isPlainAt(bytes, at)) return false;
  const email = endOfText(bytes, at);
  return isPlainAt(bytes, email) || (bytesAt(bytes, email) !== undefined && isFolded(readText(bytes, email) as string));
}

function isFolded(text: string): boolean {
  const lower = text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  return fold(text) === lower && visibleLines(text) === text && !text.startsWith('\0');
}
