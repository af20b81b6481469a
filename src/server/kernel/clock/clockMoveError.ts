/** The clock cannot be moved like this. The message is one sentence with a way out. */
export class ClockMoveError extends Error {
  override readonly name = 'ClockMoveError';
}
