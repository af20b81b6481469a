import { counted } from '../core/base/counted';
import { FileStepError } from './fileStepError';

/** What even an empty file or folder takes on a disk. */
const LEAST_BYTES = 4096;

/**
 * The bytes that one run may write to the disk altogether: the copy of its MobileApps folder, and what its steps write.
 * It is asked before anything is written. What a run deletes does not make room, because a run may do so without end.
 */
export class DiskBudget {
  private bytes = 0;

  /**
   * @param limitBytes the most that may be written
   * @param wayOut how the reader of a refusal raises it, as the end of a sentence
   */
  constructor(
    private readonly limitBytes: number,
    private readonly wayOut: string,
  ) {}

  /** The bytes that were written so far. */
  get written(): number {
    return this.bytes;
  }

  /** Goes back to what was written at an earlier moment, when the disk is as it was then. */
  restore(written: number): void {
    this.bytes = written;
  }

  /**
   * Counts what is about to be written.
   * @param name of the file, for the refusal
   * @param folders how many have to be made for it
   * @throws FileStepError when it would be too much; then nothing is counted
   */
  spend(name: string, bytes: number, folders = 0): void {
    const wanted = this.bytes + Math.max(bytes, LEAST_BYTES) + folders * LEAST_BYTES;
    if (wanted > this.limitBytes) {
      const most = counted(this.limitBytes, 'byte');
      throw new FileStepError(
        `${name} is not written: with it, the run would write more than ${most}; ${this.wayOut}.`,
      );
    }
    this.bytes = wanted;
  }
}
