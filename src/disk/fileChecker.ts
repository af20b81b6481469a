import path from 'node:path';
import { pointerRange, type SessionChecker, type SessionText } from '../core/compliance/sessionChecker';
import { conditionOf, type SessionEntry } from '../core/index/sessionEntry';
import { ApplicationPlace } from '../core/session/applicationPlace';
import { contentDigest } from '../core/session/contentDigest';
import { pushTokenKey } from '../core/session/pushTokenKey';
import type { SessionFields } from '../core/session/sessionFields';
import { type SessionFileReader, tooLarge } from './sessionFile';
import { SETTLE_MS } from './settleTime';

export type CheckOutcome =
  | { kind: 'entry'; entry: SessionEntry; unsettled: boolean }
  | { kind: 'vanished' }
  | { kind: 'notSession' };

/** Reads and checks single session files. */
export class FileChecker {
  /** The last ones, because files come by application. */
  private place: ApplicationPlace | undefined;
  private folder: string | undefined;
  private directory = '';

  constructor(
    private readonly reader: SessionFileReader,
    private readonly checker: SessionChecker,
  ) {}

  /** @param locateDevice also finds `device.id` and `device.token`, for a file that shares one of them with another */
  check(folder: string, application: string, name: string, locateDevice = false): CheckOutcome {
    const place = this.placeOf(folder, application);
    const reading = this.reader.read(this.directory + name);
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
    const { modified, size, ...text } = reading;
    if (!place.counts(name, text.text)) return { kind: 'notSession' };
    const entry = this.entryOf(
      { applicationFolder: application, name, ...text },
      { modified, size },
      locateDevice,
      true,
    );
    const malformed = entry.findings[0]?.code === 'mobi/2';
    return { kind: 'entry', entry, unsettled: malformed && Math.abs(Date.now() - modified) < SETTLE_MS };
  }

  /** The entry for a text in an editor. */
  checkText(file: SessionText, stamp: { modified: number; size: number }): SessionEntry {
    const unreadable = tooLarge(file.text.length);
    return unreadable ? unreadableEntry(file.name, { unreadable, ...stamp }) : this.entryOf(file, stamp, true, false);
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
    locateDevice: boolean,
    isOnDisk: boolean,
  ): SessionEntry {
    const verdict = this.checker.check(file);
    const known: SessionFields = verdict.fields ?? { teamId: '', simulator: false, jailbroken: false };
    const { token: _secret, pushToken, ...fields } = known;
    return {
      name: file.name,
      condition: conditionOf(fields, verdict.findings),
      ...stamp,
      ...(isOnDisk && { digest: verdict.digest }),
      fields,
      findings: verdict.findings,
      ...(pushToken !== undefined && { pushDigest: contentDigest(pushTokenKey(pushToken)).toString(36) }),
      ...(locateDevice && fields.deviceId !== undefined && { deviceRange: pointerRange(file.text, '/device/id') }),
      ...(locateDevice && pushToken !== undefined && { pushRange: pointerRange(file.text, '/device/token') }),
    };
  }
}

function unreadableEntry(
  name: string,
  found: Pick<SessionEntry, 'modified' | 'size'> & { unreadable: NonNullable<SessionEntry['unreadable']> },
): SessionEntry {
  const fields = { teamId: '', simulator: false, jailbroken: false };
  return { name, condition: 'unreadable', fields, findings: [], ...found };
}
