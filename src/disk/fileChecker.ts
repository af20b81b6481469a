import path from 'node:path';
import { pointerRange, type SessionChecker, type SessionText } from '../core/compliance/sessionChecker';
import type { HandedRows } from '../core/index/handedRows';
import { conditionOf, type SessionEntry } from '../core/index/sessionEntry';
import { ApplicationPlace } from '../core/session/applicationPlace';
import { pushTokenDigest } from '../core/session/pushTokenKey';
import { listedFields, type SessionFields } from '../core/session/sessionFields';
import type { PlainTaker } from './plainTaker';
import { type SessionFileReader, type TextReading, tooLarge } from './sessionFile';
import { SETTLE_MS } from './settleTime';

export type CheckOutcome =
  | { kind: 'entry'; entry: SessionEntry; unsettled: boolean }
  | { kind: 'vanished' }
  | { kind: 'notSession' };

const ADDED = { kind: 'added' } as const;

export interface FileWishes {
  /** Also finds `device.id` and `device.token`, for a file that shares one of them with another. */
  readonly locateDevice?: boolean | undefined;
  /** Nobody asks for dates and digests. The entry of a well-formed file has 0 as its date, and no digest. */
  readonly findingsOnly?: boolean | undefined;
}

/** Reads and checks single session files. */
export class FileChecker {
  /** The last ones, because files come by application. */
  private place: ApplicationPlace | undefined;
  private folder: string | undefined;
  private directory = '';

  constructor(
    private readonly reader: SessionFileReader,
    private readonly checker: SessionChecker,
    /** For the schema of the product alone. */
    private readonly taker?: PlainTaker,
  ) {}

  check(folder: string, application: string, name: string, wishes: FileWishes = {}): CheckOutcome {
    const place = this.placeOf(folder, application);
    return this.outcome(place, name, this.reader.read(this.directory + name, wishes.findingsOnly), wishes);
  }

  /** The same, for a caller that keeps rows. Most files can be added without anything being made of their content. */
  add(
    rows: HandedRows,
    folder: string,
    application: string,
    name: string,
    wishes: Pick<FileWishes, 'findingsOnly'>,
  ): CheckOutcome | { kind: 'added' } {
    const place = this.placeOf(folder, application);
    const { findingsOnly = false } = wishes;
    const taker = this.taker?.expect(rows, application, name, !findingsOnly);
    const path = this.directory + name;
    const reading = taker ? this.reader.read(path, findingsOnly, taker) : this.reader.read(path, findingsOnly);
    return reading.kind === 'taken' ? ADDED : this.outcome(place, name, reading, wishes);
  }

  private outcome(place: ApplicationPlace, name: string, reading: TextReading, wishes: FileWishes): CheckOutcome {
    const { application } = place;
    switch (reading.kind) {
      case 'vanished':
        return { kind: 'vanished' };
      case 'notRegular':
        return { kind: 'notSession' };
      case 'unreadable': {
        const { reason: unreadable, modified, size } = reading;
        return { kind: 'entry', entry: unreadableEntry(name, { unreadable, modified, size }), unsettled: false };
      }
    }
    const { text, illFormedAt } = reading;
    if (!place.counts(name, text)) return { kind: 'notSession' };
    const file: SessionText =
      illFormedAt === undefined
        ? { applicationFolder: application, name, text }
        : { applicationFolder: application, name, text, illFormedAt };
    const entry = this.entryOf(file, reading, { ...wishes, isOnDisk: true });
    const isMalformed = entry.findings[0]?.code === 'mobi/2';
    // It may still be written, or the disk may have given a part of it.
    if (isMalformed && wishes.findingsOnly) {
      const again = this.reader.read(this.directory + name);
      if (again.kind !== 'text' || again.text !== text) {
        return this.outcome(place, name, again, { ...wishes, findingsOnly: false });
      }
      return { kind: 'entry', entry, unsettled: isYoung(again.modified) };
    }
    return { kind: 'entry', entry, unsettled: isMalformed && isYoung(reading.modified) };
  }

  /** The entry for a text in an editor. */
  checkText(file: SessionText, stamp: { modified: number; size: number }): SessionEntry {
    const unreadable = tooLarge(file.text.length);
    return unreadable
      ? unreadableEntry(file.name, { unreadable, ...stamp })
      : this.entryOf(file, stamp, { locateDevice: true });
  }

  private placeOf(folder: string, application: string): ApplicationPlace {
    if (this.place?.application !== application || this.folder !== folder) {
      this.place = new ApplicationPlace(application);
      this.folder = folder;
      this.directory = path.join(folder, application) + path.sep;
    }
    return this.place;
  }

  private entryOf(
    file: SessionText,
    stamp: Pick<SessionEntry, 'modified' | 'size'>,
    { locateDevice, findingsOnly = false, isOnDisk = false }: FileWishes & { isOnDisk?: boolean },
  ): SessionEntry {
    const { fields: found = NO_FIELDS, findings, digest } = this.checker.check(file, { withoutDigest: findingsOnly });
    const { pushToken } = found;
    const fields = listedFields(found);
    // What not every entry has is added later: there may be a hundred thousand.
    const entry: { -readonly [Key in keyof SessionEntry]: SessionEntry[Key] } = {
      name: file.name,
      condition: conditionOf(fields, findings),
      modified: stamp.modified,
      size: stamp.size,
      fields,
      findings,
    };
    if (isOnDisk && !findingsOnly) entry.digest = digest;
    if (pushToken !== undefined) entry.pushDigest = pushTokenDigest(pushToken);
    if (locateDevice && fields.deviceId !== undefined) entry.deviceRange = pointerRange(file.text, '/device/id');
    if (locateDevice && pushToken !== undefined) entry.pushRange = pointerRange(file.text, '/device/token');
    return entry;
  }
}

/** @param modified milliseconds since 1970 */
function isYoung(modified: number): boolean {
  return Math.abs(Date.now() - modified) < SETTLE_MS;
}

/** Of a file of which nothing could be read. */
const NO_FIELDS: SessionFields = { teamId: '', simulator: false, jailbroken: false };

function unreadableEntry(
  name: string,
  found: Pick<SessionEntry, 'modified' | 'size'> & { unreadable: NonNullable<SessionEntry['unreadable']> },
): SessionEntry {
  const fields = { teamId: '', simulator: false, jailbroken: false };
  return { name, condition: 'unreadable', fields, findings: [], ...found };
}
