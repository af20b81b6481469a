import path from 'node:path';
import { errorsOf, type Finding, type FindingCode } from '../../core/compliance/finding';
import type { SessionChecker, SessionText } from '../../core/compliance/sessionChecker';
import { type RepairedFile, repairAll } from '../../core/repair/repairAll';
import type { SessionFileReader } from '../sessionFile';

/** Which file is to be repaired, and how. Plain data: it crosses threads. */
export interface RepairOrder {
  readonly folder: string;
  readonly application: string;
  readonly name: string;
  /** What an editor has of it, unsaved; what the disk has without it. */
  readonly text?: string;
  /** All codes when absent. */
  readonly only?: readonly FindingCode[];
  /** It may not go to another place: that is taken. */
  readonly stays: boolean;
}

/** What safe repairs make of one file, and what it was. */
export interface FileRepair {
  readonly before: SessionText;
  /** The errors it had. */
  readonly errors: readonly Finding[];
  readonly repaired: RepairedFile;
}

/** Repairs single session files, without writing anything. */
export class FileRepairer {
  constructor(
    private readonly reader: SessionFileReader,
    private readonly checker: SessionChecker,
  ) {}

  /** Undefined when the file is gone or cannot be read. */
  repair({ folder, application, name, text, only, stays }: RepairOrder): FileRepair | undefined {
    const before =
      text === undefined ? this.read(folder, application, name) : { applicationFolder: application, name, text };
    if (!before) return undefined;
    const errors = errorsOf(this.checker.check(before).findings);
    return { before, errors, repaired: repairAll(before, this.checker, only, () => !stays) };
  }

  private read(folder: string, application: string, name: string): SessionText | undefined {
    const reading = this.reader.read(path.join(folder, application, name));
    if (reading.kind !== 'text') return undefined;
    const { text, illFormedAt } = reading;
    return { applicationFolder: application, name, text, ...(illFormedAt !== undefined && { illFormedAt }) };
  }
}
