import type { Phrase } from '../core/compliance/phrase';
import type { SessionText } from '../core/compliance/sessionChecker';
import type { SessionEntry } from '../core/index/sessionEntry';
import type { ApplicationSurvey, StampedNames } from './applicationSurvey';
import type { FindOptions, Found } from './findFolders';
import type { FileRepair, RepairOrder } from './fix/fileRepair';
import type { WalkOptions } from './folderWalk';
import type { FolderKind } from './knownByItself';
import type { ApplicationListing, FolderListing } from './listing';
import type { SessionLook } from './sessionLook';

/** What a check worker can be asked, and what it answers: name of the request to parameters and result. */
export interface CheckCalls {
  listFolder: { params: { folder: string }; result: FolderListing };
  listApplication: { params: { folder: string; application: string }; result: ApplicationListing };
  check: {
    params: { folder: string; application: string; names: readonly string[]; locateDevice?: boolean };
    result: CheckResult;
  };
  checkText: { params: { file: SessionText; modified: number; size: number }; result: SessionEntry };
  /** What changed in an application folder since `known`; reads no file. */
  survey: { params: { folder: string; application: string; known?: StampedNames }; result: ApplicationSurvey };
  /** Reads and checks files for those who hold sessions in memory; one answer for each name, in their order. */
  look: {
    params: { folder: string; application: string; names: readonly string[]; withContent: boolean };
    result: SessionLook[];
  };
  /** What safe repairs would make of a file; undefined when it is gone or cannot be read. Writes nothing. */
  repair: { params: RepairOrder; result: FileRepair | undefined };
  /** What a folder is that is opened by itself. */
  kindOfFolder: { params: { folder: string }; result: FolderKind };
  /** Files of a workspace whose path ends so. */
  findFiles: { params: { root: string; ending: string } & WalkOptions; result: string[] };
  findFolders: { params: { roots: readonly string[] } & FindOptions; result: FoundFolders };
}

export type CheckCall = keyof CheckCalls;

export interface CheckResult {
  entries: SessionEntry[];
  /** Malformed and changed a moment ago: perhaps half written. */
  unsettled: SessionEntry[];
  /** Gone since they were listed. */
  vanished: string[];
  /** Not session files, on a closer look. */
  notSessions: string[];
}

export interface FoundFolders extends Found {
  skipped: { folder: string; reason: string }[];
}

export interface WorkerStart {
  /** A schema file that takes the place of the built-in one. */
  schemaFile?: string;
}

export interface WorkerRequest {
  id: number;
  call: CheckCall;
  params: CheckCalls[CheckCall]['params'];
}

export type WorkerMessage =
  | { kind: 'result'; id: number; result: CheckCalls[CheckCall]['result'] }
  | { kind: 'failure'; id: number; message: string; code?: string }
  /** Something the user should know although the work goes on. */
  | { kind: 'warning'; phrase: Phrase };
