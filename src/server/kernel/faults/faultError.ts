/** A fault is invalid. The message is one sentence that says what is wrong, and with which member. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}
