/** A clock cannot be moved like that; the message is one sentence with a way out. */
export class ClockMoveError extends Error {
  override readonly name = 'ClockMoveError';
}
