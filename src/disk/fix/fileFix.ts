import type { Finding } from '../../core/compliance/finding';
import type { SessionText } from '../../core/compliance/sessionChecker';
import type { FileChange, Repair } from '../../core/repair/repair';
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

/** A file that was written, with what is needed to detect later changes. */
export interface UndoableFix {
  /** Absolute paths: the old place and the new one. */
  readonly from: string;
  readonly to: string;
  /** Whether the application folder was made for it. */
  readonly madeFolder: boolean;
  readonly now:
    | { readonly kind: 'saved'; readonly digest: string }
    /** Only the editor was changed, not the disk. */
    | { readonly kind: 'unsaved'; readonly before: string; readonly after: string };
}

/** The same, with the content that was written. */
export interface WrittenFix extends UndoableFix {
  readonly now:
    | Extract<UndoableFix['now'], { kind: 'unsaved' }>
    | (Extract<UndoableFix['now'], { kind: 'saved' }> & { readonly text: string });
}
