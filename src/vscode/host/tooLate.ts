/** A command came too late: what it was about has changed or ended. Nothing failed, so the log has nothing about it. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}
