import { areSameBytes } from '../session/plainBytes';
import type { PlainSession } from '../session/plainSession';
import { PLAIN } from '../session/plainShape';
import type { SessionKind } from './sessionKind';

/** The texts that make a kind. */
const TEXTS = [
  PLAIN.applicationId,
  PLAIN.applicationName,
  PLAIN.teamId,
  PLAIN.teamName,
  PLAIN.deviceDescription,
  PLAIN.deviceVersion,
  PLAIN.deviceOs,
  PLAIN.status,
] as const;
/** A folder whose files have so many may have as many as files. */
const MOST = 4096;

interface KnownKind {
  readonly kind: SessionKind;
  /** How long each text is. Below zero for one that is not there. */
  readonly lengths: Int32Array;
  /** The texts, one behind the other. */
  readonly bytes: Uint8Array;
  readonly isSimulator: boolean;
}

/** The kinds of plain sessions. A kind that comes again is found by its bytes, and is the same object. */
export class PlainKinds {
  private readonly known = new Map<number, KnownKind>();

  of(session: PlainSession): SessionKind {
    const hash = hashOf(session);
    const known = this.known.get(hash);
    if (known && isOf(known, session)) return known.kind;
    if (this.known.size >= MOST) this.known.clear();
    const kind = this.kindOf(session);
    this.known.set(hash, { kind, isSimulator: session.isSimulator, ...copied(session) });
    return kind;
  }

  private kindOf(session: PlainSession): SessionKind {
    const kind = {
      applicationId: this.text(session, PLAIN.applicationId),
      applicationName: this.text(session, PLAIN.applicationName),
      teamId: this.text(session, PLAIN.teamId) ?? '',
      deviceDescription: this.text(session, PLAIN.deviceDescription),
      deviceVersion: this.text(session, PLAIN.deviceVersion),
      deviceOs: this.text(session, PLAIN.deviceOs),
      status: this.text(session, PLAIN.status),
      simulator: session.isSimulator,
      jailbroken: session.isJailbroken,
      teamName: this.text(session, PLAIN.teamName),
    };
    return kind as SessionKind;
  }

  private text(session: PlainSession, place: number): string | undefined {
    return session.has(place) ? session.text(place) : undefined;
  }
}

function hashOf(session: PlainSession): number {
  const { bytes, from, to } = session;
  let hash = session.isSimulator ? 1 : 0;
  for (const place of TEXTS) {
    if (!session.has(place)) {
      hash = Math.imul(hash ^ 0xffff, 0x01000193);
      continue;
    }
    const end = to[place] as number;
    for (let at = from[place] as number; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash = Math.imul(hash ^ 0x100, 0x01000193);
  }
  return hash;
}

function copied(session: PlainSession): Pick<KnownKind, 'lengths' | 'bytes'> {
  const lengths = new Int32Array(TEXTS.length);
  let length = 0;
  for (let each = 0; each < TEXTS.length; each++) {
    lengths[each] = lengthOf(session, TEXTS[each] as number);
    length += Math.max(0, lengths[each] as number);
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const place of TEXTS) {
    const to = session.has(place) ? (session.to[place] as number) : 0;
    for (let at = session.from[place] as number; at < to; at++) bytes[end++] = session.bytes[at] as number;
  }
  return { lengths, bytes };
}

function isOf({ lengths, bytes: known, isSimulator }: KnownKind, session: PlainSession): boolean {
  if (isSimulator !== session.isSimulator) return false;
  const { bytes, from } = session;
  let at = 0;
  for (let each = 0; each < TEXTS.length; each++) {
    const place = TEXTS[each] as number;
    const length = lengthOf(session, place);
    if (lengths[each] !== length) return false;
    const begin = from[place] as number;
    if (!areSameBytes(known, at, bytes, begin, length)) return false;
    if (length > 0) at += length;
  }
  return true;
}

function lengthOf(session: PlainSession, place: number): number {
  return session.has(place) ? (session.to[place] as number) - (session.from[place] as number) : -1;
}
