import type { FindingCode } from '../compliance/finding';
import type { Phrase } from '../compliance/phrase';
import type { SessionText } from '../compliance/sessionChecker';
import { applyEdits, type TextEdit } from '../edit/textEdit';

/** What becomes of a session file. */
export interface FileChange {
  readonly edits: readonly TextEdit[];
  /** The application folder it goes to; stays where it is when absent. */
  readonly application?: string;
  /** The name it gets; keeps its own when absent. */
  readonly name?: string;
}

/**
 * What a repair does, whatever the values are, so that many can be counted: `place` takes the file to where its content says,
 * `ids` makes the content say where the file is.
 */
export type RepairKind = 'place' | 'ids' | 'token' | 'byteOrderMark' | 'add' | 'change';

/** One way to mend one finding. */
export interface Repair {
  /** Of its own among the repairs of a finding. */
  readonly id: string;
  /** Of the finding. */
  readonly code: FindingCode;
  /** What it does, as a command: "Set the status to …". */
  readonly title: Phrase;
  readonly kind: RepairKind;
  /** What is added or changed, as `application.id`; only with these kinds. */
  readonly property?: string;
  /** Whether it may be done without asking: nothing is made up and nothing is lost. */
  readonly safe: boolean;
  /** Whether it is the one to take when nobody chooses; one of a finding at the most. */
  readonly preferred: boolean;
  readonly change: FileChange;
}

/** A session file after a change. Throws `RangeError` when the edits are not those of its text. */
export function changed(file: SessionText, { edits, application, name }: FileChange): SessionText {
  return {
    applicationFolder: application ?? file.applicationFolder,
    name: name ?? file.name,
    text: applyEdits(file.text, edits),
  };
}
