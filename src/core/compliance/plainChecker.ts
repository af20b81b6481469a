import { type Codecs, portableCodecs } from '../session/codecs';
import { areSameBytes } from '../session/plainBytes';
import type { PlainSession } from '../session/plainSession';
import { PLAIN } from '../session/plainShape';

/** Longer ids are left to the ordinary checker. */
const SCRATCH = 4096;
const DOT = 0x2e;
const EQUALS = 0x3d;
const BASE64 = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const ASCII = /^[\x20-\x7e]*$/;
const ENCODER = new TextEncoder();
const TOKEN = ['{"appNameID":"', '","id":"', '","teamID":"', '"}'].map((text) => ENCODER.encode(text)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const ANDROID = ENCODER.encode('android');

/** Whether of a plain session nothing is to be said: what a `SessionChecker` finds in it, and where, comes from that alone. */
export class PlainChecker {
  private readonly scratch = new Uint8Array(SCRATCH);
  private folder = '';
  private folderBytes: Uint8Array | undefined;

  /** @param codecs of the runtime */
  constructor(private readonly codecs: Codecs = portableCodecs) {}

  /** @returns whether there is no finding. False says nothing of the file. */
  isFaultless(session: PlainSession, folder: string, name: string): boolean {
    return (
      !session.isJailbroken &&
      this.isNamed(session, name) &&
      this.isIn(session, folder) &&
      !isOfFormerAndroid(session) &&
      this.hasToken(session) &&
      this.isDerived(session, name)
    );
  }

  private isNamed({ bytes, from, to }: PlainSession, name: string): boolean {
    const at = from[PLAIN.sessionId] as number;
    const { length } = name;
    if ((to[PLAIN.sessionId] as number) - at !== length) return false;
    for (let i = 0; i < length; i++) {
      const code = name.charCodeAt(i);
      if (code > 0x7e || code !== bytes[at + i]) return false;
    }
    return true;
  }

  /** Whether the folder is the one that team and application name. */
  private isIn(session: PlainSession, folder: string): boolean {
    if (folder !== this.folder) {
      this.folder = folder;
      this.folderBytes = ASCII.test(folder) ? ENCODER.encode(folder) : undefined;
    }
    const { folderBytes } = this;
    if (!folderBytes) return false;
    const { bytes, from, to } = session;
    let at = 0;
    if (session.says(PLAIN.teamId)) {
      at = (to[PLAIN.teamId] as number) - (from[PLAIN.teamId] as number);
      if (folderBytes[at] !== DOT || !areSameBytes(folderBytes, 0, bytes, from[PLAIN.teamId] as number, at))
        return false;
      at++;
    }
    const length = (to[PLAIN.applicationId] as number) - (from[PLAIN.applicationId] as number);
    if (folderBytes.length !== at + length) return false;
    return areSameBytes(folderBytes, at, bytes, from[PLAIN.applicationId] as number, length);
  }

  /** Whether there is none, or the one that 4D writes for these ids. */
  private hasToken(session: PlainSession): boolean {
    if (!session.has(PLAIN.token)) return true;
    const [begin, beforeId, beforeTeam, end] = TOKEN;
    let length = this.put(begin, 0, begin.length, 0);
    length = this.putText(session, PLAIN.applicationId, length);
    length = this.put(beforeId, 0, beforeId.length, length);
    length = this.putText(session, PLAIN.sessionId, length);
    length = this.put(beforeTeam, 0, beforeTeam.length, length);
    length = this.putText(session, PLAIN.teamId, length);
    length = this.put(end, 0, end.length, length);
    if (length < 0) return false;
    const at = session.from[PLAIN.token] as number;
    return this.isBase64(length, session.bytes, at, session.to[PLAIN.token] as number);
  }

  /** Whether the scratch is what a text says, with padding or without. */
  private isBase64(length: number, bytes: Uint8Array, from: number, to: number): boolean {
    const digits = Math.ceil((length * 4) / 3);
    const end = from + digits;
    if (to !== end && !isPadding(bytes, end, to, digits)) return false;
    const { scratch } = this;
    let at = from;
    for (let i = 0; i < length; i += 3) {
      const three = ((scratch[i] as number) << 16) | ((scratch[i + 1] as number) << 8) | (scratch[i + 2] as number);
      if (bytes[at] !== BASE64[three >>> 18] || bytes[at + 1] !== BASE64[(three >>> 12) & 63]) return false;
      if (i + 1 < length && bytes[at + 2] !== BASE64[(three >>> 6) & 63]) return false;
      if (i + 2 < length && bytes[at + 3] !== BASE64[three & 63]) return false;
      at += 4;
    }
    return true;
  }

  /** Whether the name is the one that 4D would give the session. */
  private isDerived(session: PlainSession, name: string): boolean {
    let length = this.putText(session, PLAIN.teamId, 0);
    length = this.putText(session, PLAIN.applicationId, length);
    length = this.putText(session, PLAIN.deviceId, length);
    return length >= 0 && this.codecs.sha1OfBytes(this.scratch.subarray(0, length)) === name;
  }

  /** @returns where the text ends in the scratch. Below zero when there is no room. A text that is not there is empty. */
  private putText(session: PlainSession, place: number, at: number): number {
    if (!session.has(place)) return at;
    return this.put(session.bytes, session.from[place] as number, session.to[place] as number, at);
  }

  private put(bytes: Uint8Array, from: number, to: number, at: number): number {
    // Two more, because the last three bytes of a token may be one.
    if (at < 0 || at + to - from + 2 > SCRATCH) return -1;
    const { scratch } = this;
    let end = at;
    for (let i = from; i < to; i++) scratch[end++] = bytes[i] as number;
    scratch[end] = 0;
    scratch[end + 1] = 0;
    return end;
  }
}

/** Whether there are as many signs of equality as make the length a multiple of four. */
function isPadding(bytes: Uint8Array, from: number, to: number, digits: number): boolean {
  if (to - from > 2 || (digits + to - from) % 4 !== 0) return false;
  for (let at = from; at < to; at++) if (bytes[at] !== EQUALS) return false;
  return to > from;
}

/** Whether an Android app sent a team, as those did that were made before 2023. */
function isOfFormerAndroid(session: PlainSession): boolean {
  const { bytes, from, to } = session;
  if (!session.says(PLAIN.teamId) || !session.has(PLAIN.deviceOs)) return false;
  const at = from[PLAIN.deviceOs] as number;
  if ((to[PLAIN.deviceOs] as number) - at !== ANDROID.length) return false;
  for (let i = 0; i < ANDROID.length; i++) if (((bytes[at + i] as number) | 0x20) !== ANDROID[i]) return false;
  return true;
}
