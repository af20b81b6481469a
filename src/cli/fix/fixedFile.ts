import type { Finding } from '../../core/compliance/finding';
import type { SessionText } from '../../core/compliance/sessionChecker';
import type { Repair } from '../../core/repair/repair';

/** What `fix` has done to one session file, or would do. */
export interface FixedFile {
  /** Where it was. */
  readonly application: string;
  readonly name: string;
  readonly repairs: readonly Repair[];
  /** What it is now. */
  readonly file: SessionText;
  /** The errors that are left. */
  readonly left: readonly Finding[];
  /** The place it belongs in, where another file is. */
  readonly taken?: { readonly application: string; readonly name: string };
  /** Why it could not be written, and what to do; then it is as it was. */
  readonly failure?: string;
}

export interface FixedFolder {
  /** Absolute. */
  readonly path: string;
  /** By application and name; only those where something was or is to be done. */
  readonly files: readonly FixedFile[];
  /** What went wrong with the backup. */
  readonly failure?: string;
}
