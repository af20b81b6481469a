/** A file of a step cannot be read or changed. The message is one sentence. */
export class FileStepError extends Error {
  override readonly name = 'FileStepError';
}
