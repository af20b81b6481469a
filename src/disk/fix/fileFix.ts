import type { Finding } from '../../core/compliance/finding';
import type { SessionText } from '../../core/compliance/sessionChecker';
import type { FileChange, Repair } from '../../core/repair/repair';
import type { Written, WrittenFile } from '../change/writtenFile';
import type { SessionWriteError } from '../sessionWriteError';

/** A session file of a MobileApps folder, or a session that is where none belongs. */
export interface FilePlace {
  /** Empty for a session directly in the MobileApps folder. */
  readonly application: string;
  /** For a session in a folder below an application folder it is the path from there, with `/`. */
  readonly name: string;
}

/** What safe repairs would change in one session file. */
export interface FileFix extends FilePlace {
  readonly before: SessionText;
  /** Empty when nothing can be repaired. */
  readonly repairs: readonly Repair[];
  readonly change: FileChange;
  /** The file after the repairs. */
  readonly file: SessionText;
  /** The errors before the repairs. */
  readonly errors: readonly Finding[];
  /** The errors after the repairs. */
  readonly left: readonly Finding[];
  /** The place that the file belongs in, when another file is there. */
  readonly taken?: FilePlace;
  /** Whether `before` is the unsaved text of an editor. */
  readonly unsaved: boolean;
}

/** A fix and its result. */
export interface FixedFile extends FileFix {
  /** Why it could not be written, and what to do. The file was not changed. */
  readonly failure?: SessionWriteError;
}

/** A file that was written, with the content. A fix neither makes a file nor removes one. */
export interface WrittenFix extends WrittenFile {
  readonly from: string;
  readonly to: string;
  readonly now:
    | Extract<Written, { kind: 'unsaved' }>
    | (Extract<Written, { kind: 'saved' }> & { readonly text: string });
}
