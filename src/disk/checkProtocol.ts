import type { Phrase } from '../core/compliance/phrase';
import type { SessionText } from '../core/compliance/sessionChecker';
import type { SessionEntry } from '../core/index/sessionEntry';
import type { ApplicationSurvey, StampedNames } from './applicationSurvey';
import type { FolderRules } from './configuration/folderRules';
import type { FileWishes } from './fileChecker';
import type { FindOptions, Found } from './findFolders';
import type { FileRepair, RepairOrder } from './fix/fileRepair';
import type { WalkOptions } from './folderWalk';
import type { FolderKind } from './knownByItself';
import type { ApplicationListing, FolderListing } from './listing';
import type { ScannedPart, ScanOrder } from './scanWork';
import type { SessionLook } from './sessionLook';
import type { SnapshotFault } from './snapshot/snapshotSeal';

/** The calls of a check worker: name, parameters and result. */
export interface CheckCalls {
  listFolder: { params: { folder: string }; result: FolderListing };
  listApplication: { params: { folder: string; application: string }; result: ApplicationListing };
  check: {
    params: { folder: string; application: string; names: readonly string[] } & FileWishes;
    result: CheckResult;
  };
  /** Takes part in the scan of a folder. What it finds is told in parts. */
  scan: { params: ScanOrder; result: { isPaused: boolean } };
  checkText: {
    /** The MobileApps folder says by which schema. Without one, no configuration does. */
    params: { folder?: string; file: SessionText; modified: number; size: number };
    result: SessionEntry;
  };
  /** Why the schema of the user's for a folder cannot be used. Nothing when it can, or when there is none. */
  schemaProblem: { params: { folder?: string }; result: { problem?: string } };
  /** What changed in an application folder since `known`. It reads no file. */
  survey: { params: { folder: string; application: string; known?: StampedNames }; result: ApplicationSurvey };
  /**
   * Reads and checks files for a server that has sessions in memory. There is one result for each name, in the same
   * order.
   */
  look: {
    params: { folder: string; application: string; names: readonly string[]; withContent: boolean };
    result: SessionLook[];
  };
  /**
   * What safe repairs would make of a file. Undefined when the file does not exist or cannot be read. It writes
   * nothing.
   */
  repair: { params: RepairOrder; result: FileRepair | undefined };
  /** A digest of the rules by which this thread checks a folder. Nothing when it cannot check as the user wants. */
  rules: { params: { version: string; folder?: string }; result: { rules?: string } };
  /** Tells what a snapshot has, in parts, or why it is not used. Neither when there is none. */
  restore: { params: SnapshotOrder; result: { isRestored: boolean; fault?: SnapshotFault } };
  /** What kind of folder was opened. */
  kindOfFolder: { params: { folder: string }; result: FolderKind };
  /** Files in a folder whose paths end with `ending`. */
  findFiles: { params: { root: string; ending: string } & WalkOptions; result: string[] };
  findFolders: { params: { roots: readonly string[] } & FindOptions; result: FoundFolders };
}

/** Which snapshot is read. */
export interface SnapshotOrder {
  readonly file: string;
  /** The MobileApps folder. */
  readonly folder: string;
  readonly key: Uint8Array;
  /** Of the extension. */
  readonly version: string;
  /**
   * One number, shared: how many parts the caller has taken. The thread waits for that, as all parts together would keep the caller
   * busy for too long.
   */
  readonly taken: Int32Array;
}

export type CheckCall = keyof CheckCalls;

export interface CheckResult {
  entries: SessionEntry[];
  /** Files that are not well-formed and have just been changed. They may be half written. */
  unsettled: SessionEntry[];
  /** Files that were deleted since they were listed. */
  vanished: string[];
  /** Files whose text shows that they are not session files. */
  notSessions: string[];
}

export interface FoundFolders extends Found {
  skipped: { folder: string; reason: string }[];
}

export interface WorkerStart {
  /** What configurations decide for the folders below them. */
  configured?: readonly FolderRules[];
  /** A schema file that replaces the built-in schema, and those of configurations. */
  schemaFile?: string;
  /**
   * One number, which grows when the thread begins to work with the schema file and when that ends. It is odd meanwhile. So
   * others see how long it takes, although the thread does nothing else then.
   */
  beat?: Int32Array;
  /** The schema takes too long. Each session gets a finding that says so, and the file is not read. */
  isGivenUp?: boolean;
}

export interface WorkerRequest {
  id: number;
  call: CheckCall;
  params: CheckCalls[CheckCall]['params'];
}

export type WorkerMessage =
  | { kind: 'result'; id: number; result: CheckCalls[CheckCall]['result'] }
  /** What a call has found so far. */
  | { kind: 'part'; id: number; part: ScannedPart }
  | { kind: 'failure'; id: number; message: string; code?: string }
  /** A warning for the user. The work goes on. */
  | { kind: 'warning'; phrase: Phrase };
