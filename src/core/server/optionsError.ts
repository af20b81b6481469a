/** Options that a server cannot be started with; the message is one sentence that says which and why. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}
