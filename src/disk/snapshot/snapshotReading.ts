import fs from 'node:fs';
import type { FileLimit } from '../../core/files/fileFault';
import type { PackedSessions } from '../../core/index/handedRows';
import { packRows } from '../../core/index/packRows';
import type { OtherFile } from '../../core/index/sessionEntry';
import { SessionTable } from '../../core/index/sessionTable';
import { readText } from '../../core/index/textBytes';
import { NUMBERS, namesOf, type StampedNames } from '../applicationSurvey';
import type { ScannedPart } from '../scanWork';
import { readUserFileSync } from '../userFile';
import { partFromBytes } from './snapshotParts';
import { openedSections, type SnapshotOrigin, SnapshotRefusal } from './snapshotSeal';

/** A million sessions take about 200 MB. */
const SNAPSHOT_LIMIT: FileLimit = { bytes: 1_000_000_000, name: 'SNAPSHOT_LIMIT' };

/** An application of a snapshot. */
interface KeptApplication {
  readonly application: string;
  readonly others: OtherFile[];
  readonly stamps: StampedNames;
  readonly sessions: readonly PackedSessions[];
}

/**
 * Reads a snapshot and tells what is in it as a scan tells it, after all of it was found to be sound. It notes that the file was used.
 * @throws SnapshotRefusal when it is not; UserFileError when it cannot be read
 */
export function readIndexSnapshot(
  file: string,
  key: Uint8Array,
  origin: SnapshotOrigin,
  tell: (part: ScannedPart) => void,
): void {
  const { bytes } = readUserFileSync(file, { limit: SNAPSHOT_LIMIT, links: 'refused' });
  const applications = keptApplications(openedSections(bytes, key, origin));
  noteUse(file);
  const rest = { unsettled: [], gone: [], isCold: false };
  for (const { application, others, stamps, sessions } of applications) {
    const expected = sessions.reduce((sum, { count }) => sum + count, 0);
    tell({ application, listed: { others, stamps, expected }, ...rest });
    for (const each of sessions) tell({ application, sessions: each, ...rest });
  }
}

/** One that nobody uses for long is removed by its time. */
function noteUse(file: string): void {
  const now = new Date();
  try {
    fs.utimesSync(file, now, now);
  } catch {
    // It is used all the same, and only looks older than it is.
  }
}

function keptApplications(sections: readonly Buffer[]): KeptApplication[] {
  const kept: KeptApplication[] = [];
  const names = new Set<string>();
  let next: Unfinished | undefined;
  for (const section of sections) {
    const part = partFromBytes(section);
    if (!part) throw new SnapshotRefusal('damaged');
    if (part.kind === 'application') {
      if (next) kept.push(next.finished());
      if (names.has(part.application)) throw new SnapshotRefusal('damaged');
      names.add(part.application);
      next = new Unfinished(part.application, [...part.others], part.stampedOthers);
    } else if (!next) throw new SnapshotRefusal('damaged');
    else if (part.kind === 'stamps') next.stamps.push(part);
    else next.sessions.push(part.sessions);
  }
  if (next) kept.push(next.finished());
  return kept;
}

/** An application of which not all parts were read yet. */
class Unfinished {
  readonly stamps: Pick<StampedNames, 'names' | 'stamps'>[] = [];
  readonly sessions: PackedSessions[] = [];

  constructor(
    private readonly application: string,
    private readonly others: OtherFile[],
    private readonly stampedOthers: string,
  ) {}

  /**
   * Stamps and sessions may be of slightly different times. A session without a stamp is left out, as nothing would tell that it is
   * gone. A file that is neither a session nor known as another file gets a stamp that equals nothing, so that it is read.
   */
  finished(): KeptApplication {
    const { application, others } = this;
    const stamps = this.joinedStamps();
    const places = new Map(namesOf(stamps).map((name, place) => [name, place]));
    const sessions = this.sessions.map((each) => onlyThese(each, places));
    for (const { name } of others) places.delete(name);
    for (const place of places.values()) stamps.stamps[place * NUMBERS] = Number.NaN;
    return { application, others, stamps, sessions };
  }

  private joinedStamps(): StampedNames {
    const stamps = new Float64Array(this.stamps.reduce((sum, { stamps: { length } }) => sum + length, 0));
    let at = 0;
    for (const part of this.stamps) {
      stamps.set(part.stamps, at);
      at += part.stamps.length;
    }
    return { names: this.stamps.map(({ names }) => names).join('/'), stamps, others: this.stampedOthers };
  }
}

/** The sessions that have one of these names. The names are used up. */
function onlyThese(sessions: PackedSessions, places: Map<string, unknown>): PackedSessions {
  const kept = new Set<string>();
  for (let row = 0; row < sessions.count; row++) {
    const name = readText(sessions.texts, sessions.offsets[row] as number) as string;
    if (places.delete(name)) kept.add(name);
  }
  if (kept.size === sessions.count) return sessions;
  // A name that is there twice is there once in the table.
  const table = new SessionTable();
  table.append(sessions);
  const all = { rows: sessions.count, extras: sessions.count + 1 };
  return packRows(table, 0, all, (row) => !kept.has(table.name(row))).sessions;
}
