/** What is needed to take a write back, and to detect later changes. */
export type Written =
  | {
      readonly kind: 'saved';
      readonly digest: string;
      /** What was written, when the process that wrote it still knows. */
      readonly text?: string;
    }
  /** Only the editor was changed, not the disk. */
  | { readonly kind: 'unsaved'; readonly before: string; readonly after: string }
  /** The file was removed. */
  | { readonly kind: 'gone' };

/** A file that was written, moved, made or removed. */
export interface WrittenFile {
  /** Absolute path of where it was; undefined when there was no file before. */
  readonly from: string | undefined;
  /** Absolute path of where it is; undefined when it was removed. */
  readonly to: string | undefined;
  /** Whether the application folder was made for it. */
  readonly madeFolder: boolean;
  readonly now: Written;
}

/** @param from absolute path of a file that was removed */
export function removedFile(from: string): WrittenFile {
  return { from, to: undefined, madeFolder: false, now: { kind: 'gone' } };
}
