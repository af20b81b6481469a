import type { TextEdit } from '../../core/edit/textEdit';

/** A change of a file in an editor. Texts have no byte order mark, because editors do not show it. */
export interface EditorChange {
  /** Absolute paths. Both are the same unless the file is moved. */
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

/** Editors with open files. A change in an editor can be undone there. Unsaved text stays unsaved. */
export interface Editors {
  /** The unsaved text of a file. Undefined when there is none. */
  unsaved(file: string): string | undefined;
  /**
   * Makes a change in the editor of a file, and saves it unless there was unsaved text before. False when no editor
   * shows the text `before`. Then the file must be changed on disk.
   * @throws SessionWriteError
   */
  change(change: EditorChange): Promise<boolean>;
}

/** For the command line, which has no editors. */
export const NO_EDITORS: Editors = {
  unsaved: () => undefined,
  change: () => Promise.resolve(false),
};
