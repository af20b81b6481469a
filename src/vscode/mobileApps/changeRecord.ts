import type { WrittenFile } from '../../disk/change/writtenFile';

/** Records a change of session files, so that it can be taken back. Paths are absolute. */
export interface ChangeRecord {
  /**
   * Copies a file, before it is written.
   * @returns its content
   * @throws SessionWriteError
   */
  keep(file: string): Promise<Buffer>;
  /** A file was written. */
  wrote(file: WrittenFile): void;
}
