import type { Finding } from '../../core/compliance/finding';
import type { SessionText } from '../../core/compliance/sessionChecker';
import type { FileChange, Repair } from '../../core/repair/repair';
import type { SessionWriteError } from '../writeErrors';

/** A session file of a MobileApps folder. */
export interface Place {
  readonly application: string;
  readonly name: string;
}

/** What safe repairs would do to one session file. */
export interface FileFix extends Place {
  readonly before: SessionText;
  /** None: there is nothing to do. */
  readonly repairs: readonly Repair[];
  readonly change: FileChange;
  /** What it is then. */
  readonly file: SessionText;
  /** The errors it has now. */
  readonly errors: readonly Finding[];
  /** The errors that are left then. */
  readonly left: readonly Finding[];
  /** The place it belongs in, where another file is. */
  readonly taken?: Place;
  /** `before` is what an editor has, and the disk has not. */
  readonly unsaved: boolean;
}

/** What became of it. */
export interface FixedFile extends FileFix {
  /** Why it could not be written, and what to do; then it is as it was. */
  readonly failure?: SessionWriteError;
}

/** A file that was written, and all it takes to know later whether it still is what was written. */
export interface UndoableFix {
  /** Absolute paths: where it was, and where it is now. */
  readonly from: string;
  readonly to: string;
  /** The application folder was made for it. */
  readonly madeFolder: boolean;
  readonly now:
    | { readonly kind: 'saved'; readonly digest: string }
    /** The disk has not changed. */
    | { readonly kind: 'unsaved'; readonly before: string; readonly after: string };
}

/** The same, with what was written. */
export interface WrittenFix extends UndoableFix {
  readonly now:
    | Extract<UndoableFix['now'], { kind: 'unsaved' }>
    | (Extract<UndoableFix['now'], { kind: 'saved' }> & { readonly text: string });
}
