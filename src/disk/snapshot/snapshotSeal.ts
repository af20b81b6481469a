import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The form of a snapshot file: a head, then sections. The head has a mark, a random number, the digest of the rules by which the
 * files were checked, and the path of the folder. A section has its length, its seal and its content. The seal is an HMAC-SHA-256
 * of the head, the place of the section, whether it is the last, and the content. The last one is empty. So a file that was cut off,
 * changed by hand, put together from two, or made by anybody who does not have the key is known before anything of it is used.
 */

/** What the head begins with. The digit is the version of the form. */
const MARK = Buffer.from('SWINDEX1', 'latin1');
const RANDOM_BYTES = 16;
const SEAL_BYTES = 32;
const LENGTH_BYTES = 4;
const HEAD_BYTES = MARK.length + RANDOM_BYTES + SEAL_BYTES + LENGTH_BYTES;
/** No file system has longer paths. */
export const MOST_HEAD_BYTES = HEAD_BYTES + 32_768;

/** Which folder a snapshot is of, and by which rules its files were checked. */
export interface SnapshotOrigin {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  /** SHA-256 in base64. */
  readonly rules: string;
}

/** Why a snapshot is not used: something in it was changed, other rules hold now, or something else is in its place. */
export type SnapshotFault = 'damaged' | 'other rules' | 'not a snapshot';

export class SnapshotRefusal extends Error {
  constructor(readonly fault: SnapshotFault) {
    super(fault);
  }
}

/** Makes the sections of one snapshot, one after the other. */
export class SnapshotSeal {
  readonly head: Buffer;
  private place = 0;

  constructor(
    private readonly key: Uint8Array,
    { folder, rules }: SnapshotOrigin,
  ) {
    const name = Buffer.from(folder);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(name.length);
    this.head = Buffer.concat([MARK, randomBytes(RANDOM_BYTES), Buffer.from(rules, 'base64'), length, name]);
  }

  /** @returns what to write for a section with this content */
  section(content: Uint8Array): Uint8Array[] {
    return this.sealed(content, false);
  }

  /** What to write behind the last section. */
  end(): Uint8Array[] {
    return this.sealed(new Uint8Array(), true);
  }

  private sealed(content: Uint8Array, isLast: boolean): Uint8Array[] {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(content.length);
    return [length, sealOf(this.key, this.head, this.place++, isLast, content), content];
  }
}

/**
 * The contents of the sections.
 * @throws SnapshotRefusal unless every byte is as it was written, for this folder and by these rules
 */
export function openedSections(bytes: Buffer, key: Uint8Array, origin: SnapshotOrigin): Buffer[] {
  const head = headOf(bytes);
  if (!head || head.folder !== origin.folder) throw new SnapshotRefusal('damaged');
  if (head.rules !== origin.rules) throw new SnapshotRefusal('other rules');
  const sealed = bytes.subarray(0, head.end);
  const sections: Buffer[] = [];
  for (let at = head.end; ; ) {
    const begin = at + LENGTH_BYTES + SEAL_BYTES;
    if (begin > bytes.length) throw new SnapshotRefusal('damaged');
    const end = begin + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new SnapshotRefusal('damaged');
    const content = bytes.subarray(begin, end);
    const isLast = end === bytes.length;
    const seal = sealOf(key, sealed, sections.length, isLast, content);
    if (!timingSafeEqual(seal, bytes.subarray(at + LENGTH_BYTES, begin))) throw new SnapshotRefusal('damaged');
    if (isLast) return sections;
    sections.push(content);
    at = end;
  }
}

/** What the head says, which nothing proves. Undefined when there is none. */
export function headOf(bytes: Buffer): (SnapshotOrigin & { readonly end: number }) | undefined {
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, MARK.length).equals(MARK)) return undefined;
  const rules = bytes.subarray(MARK.length + RANDOM_BYTES, HEAD_BYTES - LENGTH_BYTES).toString('base64');
  const end = HEAD_BYTES + bytes.readUInt32LE(HEAD_BYTES - LENGTH_BYTES);
  if (end > bytes.length || end > MOST_HEAD_BYTES) return undefined;
  return { folder: bytes.toString('utf8', HEAD_BYTES, end), rules, end };
}

function sealOf(key: Uint8Array, head: Uint8Array, place: number, isLast: boolean, content: Uint8Array): Buffer {
  const numbers = Buffer.alloc(LENGTH_BYTES + 1);
  numbers.writeUInt32LE(place);
  numbers[LENGTH_BYTES] = isLast ? 1 : 0;
  return createHmac('sha256', key).update(head).update(numbers).update(content).digest();
}
