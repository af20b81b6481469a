/** Why a `multipart/form-data` body cannot be read. Its sender is at fault, not the code that reads it. */
export class MultipartError extends Error {
  /**
   * @param message one sentence with a way out
   * @param isTooMuch whether the body is well-formed so far, but has more parts than it may
   */
  constructor(
    message: string,
    readonly isTooMuch = false,
  ) {
    super(message);
    this.name = 'MultipartError';
  }
}
