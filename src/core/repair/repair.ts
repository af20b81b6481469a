import type { FindingCode } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import type { SessionText } from '../compliance/sessionChecker';
import { applyEdits, type TextEdit } from '../edit/textEdit';

/** A change of a session file. */
export interface FileChange {
  readonly edits: readonly TextEdit[];
  /** The application folder that it is moved to. Absent when it stays. */
  readonly application?: string;
  /** Its new name. Absent when it keeps its name. */
  readonly name?: string;
}

/**
 * What kind of change a repair makes, so that many can be counted. `place` moves the file to where its content says.
 * `ids` changes the content to match the place of the file.
 */
export type RepairKind = 'place' | 'ids' | 'token' | 'byteOrderMark' | 'add' | 'change';

/** One way to repair one finding. */
export interface Repair {
  /** Unique among the repairs of a finding. */
  readonly id: string;
  /** Code of the finding. */
  readonly code: FindingCode;
  /** What it does, as a command: "Set the status to …". */
  readonly title: Phrase;
  readonly kind: RepairKind;
  /** The property that is added or changed, such as `application.id`. Only with these two kinds. */
  readonly property?: string;
  /** Whether it may be done without asking: nothing is invented and nothing is lost. */
  readonly safe: boolean;
  /** Whether it is used when nobody chooses. At most one repair of a finding is preferred. */
  readonly preferred: boolean;
  readonly change: FileChange;
}

/**
 * A session file after a change.
 * @throws RangeError when the edits do not fit its text
 */
export function changedFile(file: SessionText, { edits, application, name }: FileChange): SessionText {
  return {
    applicationFolder: application ?? file.applicationFolder,
    name: name ?? file.name,
    text: applyEdits(file.text, edits),
    // In another folder, others are beside it.
    ...(file.beside && application === undefined && { beside: file.beside }),
  };
}
