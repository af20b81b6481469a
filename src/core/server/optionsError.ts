/** Options with which a server cannot start. The message is one sentence that says which option is wrong, and why. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}
