/** A file that a step wants cannot be had, or changed so; one sentence. */
export class FileStepError extends Error {
  override readonly name = 'FileStepError';
}
