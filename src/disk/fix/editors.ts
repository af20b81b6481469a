import type { TextEdit } from '../../core/edit/textEdit';

/** A change of a file, as an editor is to make it: without a byte order mark, which editors do not show. */
export interface EditorChange {
  /** Absolute paths; `to` is the same unless the file moves. */
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

/** The editors that have files open: a change there can be undone there, and what is not saved stays not saved. */
export interface Editors {
  /** The text of a file that is not saved; undefined when there is none. */
  unsaved(file: string): string | undefined;
  /**
   * Makes a change in the editor of a file, and saves it unless there was unsaved text before. False when no editor has
   * the file with the text `before`: then it is to be changed on the disk. Rejects with a `SessionWriteError`.
   */
  change(change: EditorChange): Promise<boolean>;
}

/** Where nobody edits: the command line. */
export const NO_EDITORS: Editors = {
  unsaved: () => undefined,
  change: () => Promise.resolve(false),
};
