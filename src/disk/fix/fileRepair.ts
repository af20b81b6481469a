import path from 'node:path';
import { errorsOf, type Finding, type FindingCode } from '../../core/compliance/finding';
import type { SessionChecker, SessionText } from '../../core/compliance/sessionChecker';
import { type RepairedFile, repairAll } from '../../core/repair/repairAll';
import { repairStray } from '../../core/repair/strayRepair';
import type { ApplicationIdentity } from '../../core/session/applicationIdentity';
import { ApplicationPlace } from '../../core/session/applicationPlace';
import type { SessionFileReader } from '../sessionFile';
import { isSessionPlace } from '../sessionPlace';

/** Which file to repair, and how. It is plain data, because it is posted between threads. */
export interface RepairOrder {
  readonly folder: string;
  readonly application: string;
  readonly name: string;
  /** The unsaved text of an editor. Absent when the file on disk counts. */
  readonly text?: string;
  /** Only findings with these codes. Absent for all. */
  readonly only?: readonly FindingCode[];
  /** Set when the file must not be moved, because the place is taken. */
  readonly stays: boolean;
  /** What the other sessions of its application say that the folder is of. Absent when that is not known. */
  readonly beside?: ApplicationIdentity;
}

/** The result of safe repairs of one file, and the original. */
export interface FileRepair {
  readonly before: SessionText;
  /** The errors before the repairs. */
  readonly errors: readonly Finding[];
  readonly repaired: RepairedFile;
}

/** Repairs single session files without writing anything. */
export class FileRepairer {
  constructor(
    private readonly reader: SessionFileReader,
    private readonly checker: SessionChecker,
  ) {}

  /** Undefined when the file does not exist or cannot be read. */
  repair({ folder, application, name, text, only, stays, beside }: RepairOrder): FileRepair | undefined {
    const before =
      text === undefined ? this.read(folder, application, name) : { applicationFolder: application, name, text };
    if (!before) return undefined;
    const place = path.join(application, name).split(path.sep).join('/');
    const counts = new ApplicationPlace(application).counts(name, before.text);
    if (!counts || !isSessionPlace(folder, path.join(folder, application, name))) {
      const repaired = repairStray(before, place, this.checker, only, stays);
      return repaired && { before, errors: [], repaired };
    }
    const file = beside ? { ...before, beside } : before;
    const errors = errorsOf(this.checker.check(before).findings);
    return { before, errors, repaired: repairAll(file, this.checker, only, () => !stays) };
  }

  private read(folder: string, application: string, name: string): SessionText | undefined {
    const reading = this.reader.read(path.join(folder, application, name));
    if (reading.kind !== 'text') return undefined;
    const { text, illFormedAt } = reading;
    return { applicationFolder: application, name, text, ...(illFormedAt !== undefined && { illFormedAt }) };
  }
}
